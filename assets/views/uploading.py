"""Bringing files in: new assets, new versions, and what is kept beside an asset.

A browser with JavaScript sends each file in chunks and is told of each what became of it; without, a
plain form does the same.
"""

from http import HTTPStatus
from typing import Any, ClassVar

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.permissions import Permission
from accounts.requests import PageRequest
from assets import brands, saving, storage, uploads, values, whole_files
from assets.forms.uploading import FilesForm, UploadForm, VersionForm
from assets.models import Media, Upload, UploadState
from portal.api.errors import Problem
from portal.audit.record import Door
from portal.pages.page import Page
from portal.wording import for_people

from .asset import visible

REFUSALS = (ValidationError, PermissionDenied, Problem)
_WRONG_FILE = HTTPStatus.UNSUPPORTED_MEDIA_TYPE  # it can never be taken: the page doesn't offer to try again
_TO_BE_ALLOWED = HTTPStatus.CONFLICT  # what was sent is taken, if the form says so when it is sent again


class UploadPage(Page):
    """What every page about uploads declares."""

    permission_required: ClassVar[str | tuple[str, ...]] = (
        Permission.UPLOAD_ASSETS,
        Permission.UPLOAD_FOR_APPROVAL,
    )


class Part(UploadPage):
    """A step of an upload in chunks. It answers in JSON, also when it is refused."""

    http_method_names: ClassVar = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The answer, or why not, in words."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except REFUSALS as refusal:
            return told(refusal)


class Begin(Part):
    """Begin an upload."""

    def post(self, request: PageRequest) -> JsonResponse:
        """Its id."""
        name = request.POST.get("file_name", "")
        try:
            upload = uploads.begin(by=request.user, door=Door.page(request), file_name=name)
        except ValidationError as error:
            return told(error, _WRONG_FILE)
        return JsonResponse({"id": upload.rfc_id}, status=HTTPStatus.CREATED)


class Chunk(Part):
    """Receive a chunk: the request's body."""

    def post(self, request: PageRequest, upload_id: str, number: int) -> JsonResponse:
        """It has arrived."""
        upload = uploads.own(upload_id, by=request.user, door=Door.page(request))
        uploads.receive(upload, number, storage.blocks(request), is_registered=True)
        return JsonResponse({}, status=HTTPStatus.CREATED)


class NewAssets(UploadPage):
    """Each file becomes an asset."""

    words: ClassVar[dict[str, Any]] = {"heading": "Upload assets", "button": "Upload"}

    def get(self, request: PageRequest, **where: Any) -> HttpResponse:
        """The form."""
        return self.show(request, self.form(request), **where)

    def post(self, request: PageRequest, **where: Any) -> HttpResponse:
        """Save the files that came with the form, or the `upload` whose chunks are here."""
        form = self.form(request, request.POST, request.FILES)
        identifier = request.POST.get("upload")
        if not form.is_valid():
            return told(_first_of(form)) if identifier else self.show(request, form, status=422, **where)
        if identifier:
            return self._finish(request, form, identifier, **where)
        saved, refusals = self._save_each(request, form, **where)
        if refusals or not saved:
            refusals = refusals or [("", "Choose at least one file.")]
            return self.show(request, form, saved=saved, refusals=refusals, status=422, **where)
        messages.success(request, f"{len(saved)} file{'s' if len(saved) > 1 else ''} uploaded.")
        return redirect(self.after(**where))

    def form(self, request: PageRequest, *sent: Any) -> FilesForm:
        """What is asked beside the files."""
        return UploadForm(*sent, user=request.user)

    def save(self, request: PageRequest, upload: Upload, form: Any) -> Media:
        """Make an asset of it."""
        brand, sub_brand = brands.find(form.cleaned_data["brand"])
        return saving.save_new(
            upload,
            by=request.user,
            door=Door.page(request),
            brand=brand,
            details={"sub_brand": sub_brand},
            tag_names=form.cleaned_data["tags"],
            property_values=values.parsed(form.answered(), by=request.user),
        )

    def after(self) -> str:
        """Where to go when all is well."""
        return reverse("assets")

    def show(
        self, request: PageRequest, form: FilesForm, *, status: int = 200, **context: Any
    ) -> HttpResponse:
        """The page, perhaps with what was `saved`, and with the `refusals` of files."""
        context |= {"form": form, "chunk_bytes": settings.UPLOAD_CHUNK_BYTES, **self.words}
        return render(request, "assets/upload.html", context, status=status)

    def _finish(self, request: PageRequest, form: FilesForm, identifier: str, **where: Any) -> JsonResponse:
        """201 with the asset, 202 while the file is being examined, else why not."""
        upload = uploads.own(identifier, by=request.user, door=Door.page(request))
        try:
            media = upload.media
            if upload.state != UploadState.SAVED:
                uploads.finalise(upload, chunks=_chunks(request), is_exact=True)
                media = self.save(request, upload, form, **where)
        except uploads.NotYet as early:
            upload.refresh_from_db()
            is_open = upload.state == UploadState.OPEN  # then chunks are missing
            return told(early) if is_open else JsonResponse({}, status=HTTPStatus.ACCEPTED)
        except saving.AnotherTypeError as refusal:
            return told(refusal, _TO_BE_ALLOWED)
        except REFUSALS as refusal:
            upload.refresh_from_db()
            if upload.state == UploadState.REJECTED:
                return told(ValidationError(upload.reason), _WRONG_FILE)
            return told(ValidationError(upload.reason) if upload.reason else refusal)
        return JsonResponse({"name": str(media or upload)}, status=HTTPStatus.CREATED)

    def _save_each(
        self, request: PageRequest, form: FilesForm, **where: Any
    ) -> tuple[list[Media], list[tuple[str, str]]]:
        """What became of the files, each for itself: assets, and names with the reason of a refusal."""
        saved, refusals = [], []
        for file in form.cleaned_data["new_files"]:
            try:
                upload = whole_files.received(file, by=request.user, door=Door.page(request))
                saved.append(self.save(request, upload, form, **where))
            except REFUSALS as refusal:
                refusals.append((str(file.name), in_words(refusal)))
        return saved, refusals


class NewVersion(NewAssets):
    """A file becomes the asset's current one."""

    permission_required = Permission.UPLOAD_ASSETS
    words: ClassVar[dict[str, Any]] = {
        "heading": "New version",
        "button": "Upload new version",
        "is_single": True,
    }

    def form(self, request: PageRequest, *sent: Any) -> FilesForm:
        """Nothing is asked beside the file."""
        return VersionForm(*sent)

    def save(self, request: PageRequest, upload: Upload, form: Any, *, asset_id: str = "") -> Media:
        """The version."""
        media = visible(request, asset_id)
        return saving.save_version(
            upload,
            media,
            by=request.user,
            door=Door.page(request),
            may_change_type=form.cleaned_data["may_change_type"],
        )

    def after(self, *, asset_id: str = "") -> str:
        """To the asset."""
        return reverse("asset", args=[asset_id])

    def show(self, request: PageRequest, form: FilesForm, **context: Any) -> HttpResponse:
        """The page, about the asset."""
        asset_id = context.pop("asset_id")
        return super().show(
            request, form, media=visible(request, asset_id), after=self.after(asset_id=asset_id), **context
        )


class AdditionalFiles(NewVersion):
    """Files that are kept beside the asset."""

    words: ClassVar[dict[str, Any]] = {"heading": "Additional files", "button": "Add files"}

    def form(self, request: PageRequest, *sent: Any) -> FilesForm:
        """Any number of files."""
        return FilesForm(*sent)

    def save(self, request: PageRequest, upload: Upload, form: Any, *, asset_id: str = "") -> Media:
        """One more."""
        media = visible(request, asset_id)
        return saving.save_additional(upload, media, by=request.user, door=Door.page(request)).media


def told(refusal: Exception, status: int | None = None) -> JsonResponse:
    """A refusal, for the page's script; its own status unless given."""
    own = 403 if isinstance(refusal, PermissionDenied) else getattr(refusal, "status_code", 422)
    return JsonResponse({"message": in_words(refusal)}, status=status or own)


def in_words(refusal: Exception) -> str:
    """A refusal, for people."""
    return " ".join(for_people(refusal).messages) if isinstance(refusal, ValidationError) else str(refusal)


def _chunks(request: PageRequest) -> int:
    number = request.POST.get("chunks", "")
    if not (number.isascii() and number.isdecimal()):
        raise ValidationError("The number of chunks is missing.")
    return int(number[:9])


def _first_of(form: FilesForm) -> ValidationError:
    return ValidationError([str(message) for messages in form.errors.values() for message in messages])
