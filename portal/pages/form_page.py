"""Forms: what is typed goes to a rule, and what that refuses is shown beside it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView

from portal.audit.record import Door

from . import drafts
from .page import Page


class FormPage(Page, FormView):
    """A form whose cleaned fields go to a rule. Subclasses say what is saved, and where to go then."""

    def save(self, form: Any, **who: Any) -> str:
        """Call the rule and say what is done; a ValidationError leads back to the form."""
        raise NotImplementedError

    def get_form_kwargs(self) -> dict[str, Any]:
        """What was typed before signing in again isn't lost."""
        kwargs = super().get_form_kwargs()
        draft = drafts.take(self.request) if self.request.method == "GET" else None
        return {**kwargs, "data": draft} if draft else kwargs

    def form_valid(self, form: Any) -> HttpResponse:
        """Onwards, or back to the form with what the rule refuses."""
        try:
            done = self.save(form, by=self.request.user, door=Door.page(self.request))
        except ValidationError as error:
            form.add_refusal(error)
            return self.form_invalid(form)
        messages.success(self.request, done)
        return redirect(self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        """The form with what is wrong."""
        return self.render_to_response(self.get_context_data(form=form), status=422)
