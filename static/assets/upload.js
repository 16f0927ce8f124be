// Sends the files of <form data-upload> in chunks, three files at a time, and says of each what became of it.
// Without this script the form sends them as forms do.

const AT_ONCE = 3;
const ATTEMPTS = 3; // times that a request is sent when the connection or the server fails
const WRONG_FILE = 415; // the server's status for a file that it can never take
const TO_BE_ALLOWED = 409; // and for one that it has, and takes if the form says so
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// What failed may work by itself in a moment: the connection, or the server.
const passes = ({ status }) => status === 0 || status >= 500;

// A request whose progress can be followed: its JSON, or an Error in words with the status, 0 without an answer.
function send(address, body, token, onProgress = () => {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const refuse = (message) => reject(Object.assign(new Error(message), { status: request.status }));
    request.open("POST", address);
    request.setRequestHeader("X-CSRFToken", token);
    if (!(body instanceof FormData)) request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded));
    request.addEventListener("error", () => refuse("The connection failed."));
    request.addEventListener("load", () => {
      if (!request.getResponseHeader("Content-Type")?.startsWith("application/json")) {
        if (request.status >= 500) return refuse("The portal failed.");
        return refuse("You have been signed out. Sign in in another tab, then try again.");
      }
      const answer = JSON.parse(request.responseText);
      if (request.status >= 300) return refuse(answer.message);
      return resolve({ ...answer, isWaiting: request.status === 202 });
    });
    request.send(body);
  });
}

async function persistently(task) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await task();
    } catch (error) {
      if (!passes(error) || attempt === ATTEMPTS) throw error;
      await pause(1000 * attempt);
    }
  }
}

// The chunks of a file: the upload's id once all have arrived.
async function sendChunks(form, file, chunks, onProgress) {
  const token = form.elements.csrfmiddlewaretoken.value;
  const size = Number(form.dataset.chunkSize);
  const begin = new FormData();
  begin.set("file_name", file.name);
  const { id } = await persistently(() => send(form.dataset.begin, begin, token));
  for (let number = 1; number <= chunks; number += 1) {
    const start = (number - 1) * size;
    const address = form.dataset.chunk.replace("UPLOAD", id).replace(/0\/$/, `${number}/`);
    const chunk = file.slice(start, start + size);
    await persistently(() => send(address, chunk, token, (sent) => onProgress(start + sent)));
  }
  onProgress(file.size);
  return id;
}

// One file: begun, sent in chunks unless they are there, finished. `onProgress` hears the bytes that have arrived.
async function upload(form, job, onProgress) {
  const { file, fields } = job;
  const token = form.elements.csrfmiddlewaretoken.value;
  const chunks = Math.max(1, Math.ceil(file.size / Number(form.dataset.chunkSize)));
  job.id ??= await sendChunks(form, file, chunks, onProgress);
  fields.set("upload", job.id);
  fields.set("chunks", chunks);
  for (;;) {
    const answer = await persistently(() => send(form.getAttribute("action"), fields, token));
    if (!answer.isWaiting) return answer;
    await pause(1000);
  }
}

function upgrade(form) {
  const input = form.querySelector('input[type="file"]');
  const zone = form.querySelector(".dropzone");
  const waiting = [];
  const count = { all: 0, saved: 0, refused: 0 };
  let running = 0;
  form.querySelector("[data-upload-button]").hidden = true;

  function row(file) {
    const made = form.querySelector("[data-upload-row]").content.cloneNode(true).firstElementChild;
    made.querySelector(".upload__name").textContent = file.name;
    made.querySelector(".upload__name").title = file.name;
    made.querySelector("progress").setAttribute("aria-label", `Progress of ${file.name}`);
    form.querySelector("[data-upload-files]").append(made);
    return made;
  }

  function say(job, state, text, mayTryAgain = false) {
    job.row.className = `upload__file upload__file--${state}`;
    job.row.querySelector(".upload__state").textContent = text;
    job.row.querySelector(".upload__again").hidden = !mayTryAgain;
  }

  function tell() {
    const refused = count.refused ? `, ${count.refused} refused` : "";
    form.querySelector("[data-upload-summary]").textContent = `${count.saved} of ${count.all} uploaded${refused}`;
  }

  function follow(job, sent) {
    const percent = Math.min(100, Math.round((100 * sent) / (job.file.size || 1)));
    job.row.querySelector("progress").value = percent;
    say(job, "running", percent < 100 ? `${percent} %` : "Being examined");
  }

  async function run(job) {
    running += 1;
    try {
      await upload(form, job, (sent) => follow(job, sent));
      count.saved += 1;
      say(job, "saved", "Uploaded");
    } catch (error) {
      count.refused += 1;
      if (error.status !== TO_BE_ALLOWED) delete job.id;
      say(job, "refused", error.message, error.status !== WRONG_FILE);
    }
    running -= 1;
    tell();
    next();
  }

  function next() {
    while (waiting.length && running < AT_ONCE) run(waiting.shift());
    if (!running) ended();
  }

  // What is new shows itself: in the list around the panel, or on the asset's page.
  function ended() {
    const search = document.getElementById("search");
    if (search) window.htmx.trigger(search, "refresh");
    else if (form.dataset.after && !count.refused) window.location.assign(form.dataset.after);
  }

  // What the form says now goes with the files that are chosen now.
  function enqueue(job) {
    job.fields = new FormData(form);
    job.fields.delete("new_files");
    waiting.push(job);
    say(job, "waiting", "Waiting");
  }

  function add(files) {
    if (!form.reportValidity()) return;
    for (const file of files) {
      const job = { file, row: row(file) };
      job.row.querySelector(".upload__again").addEventListener("click", () => {
        count.refused -= 1;
        job.row.focus(); // the button goes
        enqueue(job);
        tell();
        next();
      });
      count.all += 1;
      enqueue(job);
    }
    tell();
    next();
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("change", () => {
    const chosen = [...input.files];
    input.value = "";
    add(chosen);
  });
  window.addEventListener("beforeunload", (event) => {
    if (running) event.preventDefault();
  });
  acceptDrops(form.closest("[popover]"), zone, (files) => add(input.multiple ? files : files.slice(0, 1)));
}

// Files may be dropped anywhere on the page; a list opens its panel for them.
function acceptDrops(panel, zone, add) {
  const open = () => panel && !panel.matches(":popover-open") && panel.showPopover();
  const brings = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    open();
    zone.classList.add("dropzone--over");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) zone.classList.remove("dropzone--over");
  });
  document.addEventListener("drop", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    zone.classList.remove("dropzone--over");
    add([...event.dataTransfer.files]);
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-upload-open]")) return;
    event.preventDefault();
    open();
    // What goes with the files comes first: they are sent as soon as they are chosen.
    panel.querySelector('select, input:not([type="hidden"])').focus();
  });
  panel?.addEventListener("beforetoggle", (event) => {
    if (event.newState !== "closed" || !panel.contains(document.activeElement)) return;
    document.querySelector("[data-upload-open]").focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel?.matches(":popover-open")) panel.hidePopover();
  });
}

document.querySelectorAll("form[data-upload]").forEach(upgrade);
