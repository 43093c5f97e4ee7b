from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import re
import shutil
import subprocess

import pytest
from hostile import BIG, HOSTILE
from hypothesis import given
from hypothesis import strategies as st

from maps import embed

anything = st.text(st.characters()) | st.sampled_from(HOSTILE)


def whole(text):
    """Two halves of a surrogate pair that meet are one character in JSON, as they are in JavaScript."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def unpacked(block):
    coded = re.fullmatch(r'<script type="application/gzip" id="[^"]*">([A-Za-z0-9+/=]*)</script>', block)
    assert coded, "a block holds nothing but base64"
    return json.loads(gzip.decompress(base64.b64decode(coded[1])))


@given(anything)
def test_a_data_block_gives_back_any_text(text):
    assert unpacked(embed.data_block("data", {text: [text]})) == {whole(text): [whole(text)]}


def test_a_data_block_is_the_same_twice():
    assert embed.data_block("data", HOSTILE) == embed.data_block("data", HOSTILE)


def test_a_megabyte_title_is_carried_whole():
    assert unpacked(embed.data_block("data", [BIG])) == [BIG]


def test_numbers_that_json_lacks_are_refused():
    with pytest.raises(ValueError, match="JSON"):
        embed.data_block("data", [float("nan")])


@given(anything)
def test_a_literal_is_plain_ascii_without_anything_that_ends_it(text):
    literal = embed.script_literal(text)
    assert literal.isascii()
    assert json.loads(literal) == whole(text)
    assert not re.search(r"[<>&'`$\n\r\x00-\x1f]", literal)


def test_literals_mean_the_text_in_javascript_too():
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs node, which is not installed")
    texts = [text for text in HOSTILE if not any("\ud800" <= character <= "\udfff" for character in text)]
    rows = ",".join(embed.script_literal(text) for text in texts)
    code = f"process.stdout.write(JSON.stringify([{rows}]))"
    found = subprocess.run(
        [node, "-"], input=code, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert json.loads(found.stdout) == texts


@given(anything)
def test_text_for_html_has_no_markup_and_no_surrogate(text):
    safe = embed.html_text(text)
    safe.encode("utf-8")
    assert not re.search(r"[<>\"']", safe)
    assert "\x00" not in safe
    kept = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]", "\ufffd", text)
    assert html.unescape(safe) == html.unescape(html.escape(kept))


def test_a_script_cannot_be_closed_by_its_strings():
    tag = embed.script_tag('const a = "</script><!--", b = "</SCRIPT>";\r\nnext();')
    assert tag == '<script>const a = "<\\/script><\\!--", b = "<\\/SCRIPT>";\nnext();</script>'


def test_a_style_cannot_be_closed_by_its_strings():
    assert embed.style_tag('a::after{content:"</style>"}').count("</style") == 1


def test_the_hash_is_that_of_the_content():
    digest = base64.b64encode(hashlib.sha256(b"let a = 1;\n").digest()).decode()
    assert embed.content_hash("let a = 1;\r\n") == f"'sha256-{digest}'"


def test_the_policy_forbids_what_it_does_not_name():
    rules = embed.policy(["'sha256-x'"], ["'sha256-y'"], ["https://tile.example.org"])
    assert "default-src 'none'" in rules
    assert "script-src 'sha256-x';" in rules
    assert "img-src data: blob: https://tile.example.org;" in rules
    assert "unsafe" not in rules


def test_a_policy_without_scripts_lets_none_run():
    assert "script-src 'none'" in embed.policy([], [])
