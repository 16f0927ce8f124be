"""The text of a token."""

import re

import pytest

from tokens.secret import PATTERN, digest, find, generate, matches, parse

PEPPER, OTHER_PEPPER = b"p" * 32, b"q" * 32


def test_a_generated_token_is_well_formed():
    secret = generate()
    assert parse(secret.text) == secret


def test_a_token_is_one_word_so_that_a_double_click_selects_it_whole():
    assert re.fullmatch(r"\w+", generate().text, re.ASCII)


def test_the_published_pattern_finds_tokens():
    assert re.fullmatch(PATTERN, generate().text)


def test_no_two_tokens_are_alike():
    assert len({generate().text for _ in range(100)}) == 100


def test_the_key_id_is_the_part_that_may_be_shown():
    secret = generate()
    assert secret.text.startswith(f"portal_{secret.key_id}_")


def test_printing_a_token_shows_only_its_key_id():
    secret = generate()
    assert f"{secret} {secret!r}" == f"<Secret {secret.key_id}> <Secret {secret.key_id}>"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[:-1],
        lambda text: text + "0",
        lambda text: text.upper(),
        lambda text: text.replace("portal_", "portal-"),
        lambda text: text[:30] + ("a" if text[30] != "a" else "b") + text[31:],
        lambda text: text[:-1] + ("a" if text[-1] != "a" else "b"),
        lambda text: f" {text}",
        lambda text: f"{text}\n",
        lambda text: text[:-1] + "é",
        lambda text: text[:0],
        lambda text: text * 10_000,
    ],
)
def test_a_token_that_was_mistyped_or_cut_is_none(spoil):
    assert parse(spoil(generate().text)) is None


@pytest.mark.parametrize(
    "frame", ["{}", "https://p.example/?t={}&x=1", '{{"token": "{}"}}', "Bearer {}", "a\n{}\nb"]
)
def test_a_token_is_found_in_any_text(frame):
    secret = generate()
    assert find(frame.format(secret.text)) == secret


def test_what_only_looks_like_a_token_is_not_found():
    assert find(f"portal_{'a' * 12}_{'b' * 49}") is None


def test_a_token_has_the_digest_made_with_the_same_pepper_only():
    secret = generate()
    stored = digest(secret, PEPPER)
    assert matches(secret, PEPPER, stored)
    assert not matches(secret, OTHER_PEPPER, stored)
    assert not matches(generate(), PEPPER, stored)


def test_the_digest_does_not_contain_the_token():
    secret = generate()
    assert re.fullmatch(r"[0-9a-f]{64}", digest(secret, PEPPER))
