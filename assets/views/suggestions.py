"""What the fields of forms suggest while one types."""

from django.http import HttpResponse
from django.utils.html import format_html_join

from accounts.permissions import Permission
from accounts.requests import PageRequest
from assets.forms.named_options import suggestions
from assets.models import Metaproperty, Option
from portal.pages.page import Page

from .uploading import UploadPage


class OptionSuggestions(Page):
    """Options that an asset may be given."""

    permission_required = (Permission.EDIT_ASSETS, *UploadPage.permission_required)

    def get(self, request: PageRequest, metaproperty_id: str) -> HttpResponse:
        """Those with what is typed, for a datalist."""
        rows = Metaproperty.objects.visible_to(request.user)
        metaproperty: Metaproperty = rows.get_or_404(metaproperty_id, "There is no such metaproperty.")
        typed = request.GET.get(metaproperty.field_name, "")
        options = Option.objects.visible_to(request.user).filter(metaproperty=metaproperty).with_called()
        found = options.filter(is_active=True, is_selectable=True).known_by(typed)
        return HttpResponse(format_html_join("", '<option value="{}">{}</option>', suggestions(found)))
