"""The components that templates are made of. A missing argument raises, an unknown icon too."""

from datetime import datetime
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, FileInput, RadioSelect
from django.template.context import RequestContext
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from lucide.templatetags.lucide import lucide

from portal.wording import in_words

register = template.Library()
register.filter(in_words)

BADGE_TONES = ("neutral", "good", "notice", "bad")
MANY_CHOICES = 8  # more than that are searched and scrolled


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """An icon of the lucide set, hidden from screen readers: text beside it says what it means."""
    return SafeString(lucide(name, size=size, aria_hidden="true", **{"class": "icon"}))


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, hint: str = "") -> dict[str, Any]:
    """A form field with its label, hint and errors, wired for screen readers."""
    described_by = [f"{bound.auto_id}-hint"] if (hint or bound.help_text) else []
    if bound.errors:
        described_by.append(f"{bound.auto_id}-errors")
    attributes: dict[str, Any] = {"aria-invalid": "true"} if bound.errors else {}
    if described_by:
        attributes["aria-describedby"] = " ".join(described_by)
    return {
        "field": bound,
        "control": bound.as_widget(attrs=attributes),
        "hint": hint or bound.help_text,
        "is_checkbox": isinstance(bound.field.widget, CheckboxInput),
    }


@register.inclusion_tag("components/choices.html")
def choices(bound: BoundField) -> dict[str, Any]:
    """A field with a box or a button for each choice, as a group of its own."""
    if not isinstance(bound.field.widget, RadioSelect):
        message = f"{bound.name} offers no choices side by side."
        raise template.TemplateSyntaxError(message)
    return {"field": bound, "hint": bound.help_text, "many": len(list(bound)) > MANY_CHOICES}


@register.filter
def has_choices(bound: BoundField) -> bool:
    """Whether the field is one for `choices`."""
    return isinstance(bound.field.widget, RadioSelect)


@register.inclusion_tag("components/badge.html")
def badge(text: str, tone: str = "neutral") -> dict[str, str]:
    """A short word about the state of something."""
    if tone not in BADGE_TONES:
        message = f"A badge's tone is one of {', '.join(BADGE_TONES)}, not {tone!r}."
        raise template.TemplateSyntaxError(message)
    return {"text": text, "tone": tone}


@register.inclusion_tag("components/chip.html")
def chip(text: str, remove: str) -> dict[str, str]:
    """A filter that is on; the address `remove` is the same list without it."""
    if not remove.startswith(("/", "?")):
        message = f"A chip is removed by a query or a path, not by {remove!r}."
        raise template.TemplateSyntaxError(message)
    return {"text": text, "remove": remove}


@register.inclusion_tag("components/dropzone.html")
def dropzone(bound: BoundField) -> dict[str, Any]:
    """A place to drop files on, or to choose them; the field must be one for files."""
    if not isinstance(bound.field.widget, FileInput):
        message = f"Nothing can be dropped on {bound.name}: it takes no files."
        raise template.TemplateSyntaxError(message)
    return {**field(bound), "field": bound}


@register.inclusion_tag("components/progress.html")
def progress(label: str, value: int = 0) -> dict[str, Any]:
    """How far something is, in percent."""
    if not 0 <= value <= 100:
        message = f"Progress goes from 0 to 100, not to {value}."
        raise template.TemplateSyntaxError(message)
    return {"label": label, "value": value}


@register.inclusion_tag("components/sort_heading.html", takes_context=True)
def sort_heading(context: RequestContext, label: str, name: str) -> dict[str, Any]:
    """A column heading that sorts by `name`, and the other way round when clicked again."""
    current = context["sort"]
    return {
        "request": context["request"],
        "label": label,
        "direction": {name: "ascending", f"-{name}": "descending"}.get(current, ""),
        "target": f"-{name}" if current == name else name,
    }


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: RequestContext, noun: str, nouns: str) -> dict[str, Any]:
    """Where in the list one is, and the ways on: what one thing of the list is called, and several."""
    page = context["page_obj"]
    numbers = list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
    return {"request": context["request"], "page": page, "numbers": numbers, "noun": noun, "nouns": nouns}


@register.inclusion_tag("components/bars.html")
def bars(numbers: list[int], label: str) -> dict[str, Any]:
    """A bar for each number, the largest as high as there is room."""
    top = max(numbers)
    heights = [round(40 * number / top) if top else 0 for number in numbers]
    drawn = [(4 * position, 40 - height, height) for position, height in enumerate(heights) if height]
    return {"bars": drawn, "label": label, "top": top, "width": 4 * len(numbers)}


@register.filter
def breaking_at(address: str) -> SafeString:
    """An e-mail address that breaks before its @ where there is little room."""
    name, at, domain = address.partition("@")
    return format_html("{}<wbr>{}{}", name, at, domain)


@register.simple_tag
def ago(moment: datetime | None, never: str = "never") -> str:
    """A moment relative to now, with the absolute time in its tooltip."""
    if moment is None:
        return never
    words = timesince(moment, depth=1)
    text = "just now" if words.startswith("0") else f"{words} ago"
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        moment.isoformat(timespec="seconds"),
        timezone.localtime(moment).strftime("%-d %B %Y %H:%M UTC"),
        text,
    )
