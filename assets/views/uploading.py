"""Bringing files in: new assets, new versions, and what is kept beside an asset.

A browser with JavaScript sends each file in chunks and is told of each what became of it; without, a
plain form does the same.
"""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, ClassVar

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render

from accounts.permissions import Permission
from accounts.requests import PageRequest
from assets import saving, uploads, values, whole_files
from assets.forms.uploading import FilesForm, UploadForm
from assets.models import Media, Upload, UploadState
from portal.api.errors import Problem
from portal.audit.record import Door
from portal.pages.page import Page

from .asset import visible

_BLOCK = 64 * 1024
REFUSALS = (ValidationError, PermissionDenied, Problem)


class UploadPage(Page):
    """What every page about uploads declares."""

    permission_required = (Permission.UPLOAD_ASSETS, Permission.UPLOAD_FOR_APPROVAL)


class Part(UploadPage):
    """A step of an upload in chunks: JSON, also when it is refused."""

    http_method_names: ClassVar = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The answer, or why not, in words."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except REFUSALS as refusal:
            return refused(refusal)


class Begin(Part):
    """Begin an upload."""

    def post(self, request: PageRequest) -> JsonResponse:
        """Its id."""
        name = request.POST.get("file_name", "")
        upload = uploads.begin(by=request.user, door=Door.page(request), file_name=name)
        return JsonResponse({"id": upload.rfc_id}, status=HTTPStatus.CREATED)


class Chunk(Part):
    """Receive a chunk: the request's body."""

    def post(self, request: PageRequest, upload_id: str, number: int) -> JsonResponse:
        """It has arrived."""
        upload = uploads.own(upload_id, by=request.user, door=Door.page(request))
        uploads.receive(upload, number, iter(lambda: request.read(_BLOCK), b""), is_registered=True)
        return JsonResponse({}, status=HTTPStatus.CREATED)


class NewAssets(UploadPage):
    """Each file becomes an asset."""

    template_name = "assets/upload.html"

    def get(self, request: PageRequest, **where: str) -> HttpResponse:
        """The form."""
        return self.show(request, self.form(request), **where)

    def post(self, request: PageRequest, **where: str) -> HttpResponse:
        """Save the files that came with the form, or the upload whose chunks are here."""
        form = self.form(request, request.POST, request.FILES)
        identifier = request.POST.get("upload")
        if not form.is_valid():
            return refused(_first(form)) if identifier else self.show(request, form, status=422, **where)
        if identifier:
            return self._finish(request, form, identifier, **where)
        saved, refusals = self._save_all(request, form, **where)
        if refusals or not saved:
            refusals = refusals or [("", "Choose at least one file.")]
            return self.show(request, form, saved=saved, refusals=refusals, status=422, **where)
        messages.success(request, f"{', '.join(map(str, saved[:3]))}{' and more' if len(saved) > 3 else ''} uploaded.")
        return self.done(saved[-1])
