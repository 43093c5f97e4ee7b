from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from geo.errors import UsageError
from maps import bundle

ASSETS = Path(bundle.__file__).parent / "assets"


def test_the_script_has_no_imports_left_and_defines_the_entry():
    script = bundle.page_script()
    assert not re.search(r"^\s*(import|export)\b", script, re.MULTILINE)
    assert script.startswith("const CorridorAtlas = ")


def test_every_module_is_in_the_script():
    script = bundle.page_script()
    for module in sorted(ASSETS.glob("*.js")):
        assert f"// {module.name}\n" in script, f"{module.name} is imported by nothing"


def test_the_page_never_writes_text_as_markup():
    sinks = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser|srcdoc"
    )
    for module in sorted(ASSETS.glob("*.js")):
        assert not sinks.search(module.read_text(encoding="utf-8")), module.name


def test_modules_are_valid_javascript(tmp_path):
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs node, which is not installed")
    for module in sorted(ASSETS.glob("*.js")):
        copy = tmp_path / f"{module.stem}.mjs"
        copy.write_text(module.read_text(encoding="utf-8"), encoding="utf-8")
        found = subprocess.run([node, "--check", str(copy)], capture_output=True, text=True, check=False)
        assert found.returncode == 0, found.stderr


def test_a_name_declared_twice_is_refused(monkeypatch):
    files = {
        "main.js": 'import { a } from "./one.js";\nfunction twice() {}\n',
        "one.js": "export const a = 1;\nconst twice = 2;\n",
    }
    monkeypatch.setattr(bundle, "_read", files.__getitem__)
    with pytest.raises(UsageError, match=r"'twice' is declared in one\.js and in main\.js"):
        bundle.page_script.__wrapped__()


def test_a_circle_of_imports_is_refused(monkeypatch):
    files = {"main.js": 'import { a } from "./one.js";\n', "one.js": 'import { b } from "./main.js";\n'}
    monkeypatch.setattr(bundle, "_read", files.__getitem__)
    with pytest.raises(UsageError, match=r"main\.js -> one\.js -> main\.js"):
        bundle.page_script.__wrapped__()
