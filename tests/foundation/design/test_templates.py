"""Every template of the room can be drawn, asks for icons that exist, and keeps to the strict content policy."""

import os
import re
from pathlib import Path

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from linli.foundation.design import assets, csp, glyphs
from linli.foundation.design.looks import look_of
from linli.foundation.design.plan import Plan, PlanShape

SOURCE = Path(assets.__file__).parent / "templates"
NAMES = sorted(str(path.relative_to(SOURCE)) for path in SOURCE.glob("design/**/*.html"))
SQUARE = [(104.0, 30.0), (104.001, 30.0), (104.001, 30.001)]

SAMPLE = {
    "status": 404,
    "kind": "late",
    "text": "text",
    "title": "title",
    "url": "/there",
    "label": "label",
    "purposes": [("visit", "visit")],
    "undo_url": "/undo",
    "newer_url": "/newer",
    "older_url": "/older",
    "rail": [{"url": "/", "icon": "inbox", "label": "To do", "count": 1200, "current": True, "is_last_group": True}],
    "tabs": [{"url": "/", "icon": "house", "label": "Home", "current": True}],
    "options": [(5, "good")],
    "name": "rating",
    "plan": Plan(buildings=[PlanShape(rings=[SQUARE], code="b1", name="3 号楼")]),
    "reason_name": "reason",
    "hidden": [("a", "b")],
    "looks": list(glyphs.LOOKS),
    "houses": [],
}


def drawn(name: str, **cookies: str) -> str:
    request = RequestFactory().get("/here")
    request.COOKIES.update(cookies)
    context = {**SAMPLE, "request": request, "look": look_of(request)}
    return render_to_string(name, context)


class TestTemplates:
    @pytest.mark.parametrize("name", [name for name in NAMES if Path(name).name not in {"field.html", "choices.html"}])
    def test_draw_without_inline_script_or_style(self, name: str) -> None:
        for cookies in ({}, {"linli_mode": "elder"}):
            html = drawn(name, **cookies)
            assert not re.search(r"\sstyle=|\son\w+=|javascript:|<style|<script(?![^>]*\bsrc=)", html)

    @pytest.mark.parametrize("name", NAMES)
    def test_ask_only_for_icons_that_exist(self, name: str) -> None:
        for icon in re.findall(r'{% icon "([\w-]+)"', (SOURCE / name).read_text(encoding="utf-8")):
            assert glyphs.draw_icon(icon)

    def test_the_workbench_shows_999_plus_on_its_rail(self) -> None:
        assert ">999+<" in drawn("design/workbench.html")

    def test_pages_name_their_language_and_mode(self) -> None:
        with translation.override("zh-hans"):
            page = drawn("design/resident.html", linli_mode="elder", linli_size="larger")
        assert '<html lang="zh-CN" data-theme="light" data-mode="elder" data-size="larger">' in page
        with translation.override("en"):
            assert '<html lang="en"' in drawn("design/plain.html")

    def test_a_masked_value_has_no_other_form_in_the_page(self) -> None:
        request = RequestFactory().get("/")
        context = {"masked": "138****0366", "url": "/reveal", "purposes": [("visit", "visit")], "request": request}
        page = render_to_string("design/parts/masked.html", context)
        assert "138****0366" in page
        assert re.findall(r'<b class="code" data-part="value">(.*?)</b>', page) == [""]


class ReportForm(forms.Form):
    phone = forms.CharField(label="手机", help_text="只给办事的人看", widget=forms.TextInput({"class": "input"}))
    kind = forms.ChoiceField(label="类别", choices=[("lift", "电梯"), ("lamp", "路灯")], widget=forms.RadioSelect)


class TestFields:
    def test_a_problem_stands_under_its_field_and_the_browser_is_told(self) -> None:
        form = ReportForm({"phone": "", "kind": "lift"})
        page = render_to_string("design/parts/field.html", {"field": form["phone"]})
        assert "field-bad" in page
        assert 'aria-invalid="true"' in page
        assert 'class="problem"' in page
        described = re.search(r'aria-describedby="([^"]+)"', page)
        assert described is not None
        assert all(f'id="{one}"' in page for one in described[1].split())

    def test_choices_become_cards_and_keep_what_was_chosen(self) -> None:
        form = ReportForm({"phone": "1", "kind": "lamp"})
        page = render_to_string("design/parts/choices.html", {"field": form["kind"]})
        assert page.count('class="choice"') == 2
        assert re.search(r'value="lamp"[^>]*checked', page)


class TestContentPolicy:
    def test_allows_our_files_and_the_nonce_of_this_answer_alone(self) -> None:
        request = RequestFactory().get("/")
        nonce = csp.page_nonce(request)
        assert csp.page_nonce(request) == nonce
        policy = csp.content_policy(request)
        assert f"script-src 'self' 'nonce-{nonce}'" in policy
        assert "unsafe" not in policy
        assert csp.page_nonce(RequestFactory().get("/")) != nonce

    def test_a_page_without_script_needs_no_nonce(self) -> None:
        assert "nonce" not in csp.content_policy(RequestFactory().get("/"))


class TestBuiltFiles:
    def test_have_hashed_names_that_browsers_may_keep(self) -> None:
        for portal in ("resident", "workbench"):
            built = assets.assets_of(portal)
            assert all(assets.is_immutable("", f"/static/{path}") for path in (built.script, *built.styles))
        assert not assets.is_immutable("", "/static/design/mark.svg")

    def test_the_map_engine_and_its_worker_may_be_kept_for_ever(self) -> None:
        names = [path.name for path in assets.FOLDER.iterdir() if path.suffix in {".js", ".mjs"}]
        assert sum(name.endswith(".mjs") for name in names) == 1
        assert all(assets.is_immutable("", f"/static/design/{name}") for name in names)

    def test_a_missing_build_names_the_command(self, tmp_path: Path) -> None:
        with pytest.raises(assets.FrontEndNotBuiltError, match="npm run build"):
            assets.assets_of("resident", folder=tmp_path)

    def test_a_new_build_is_seen_without_a_restart(self, tmp_path: Path) -> None:
        manifest = tmp_path / "resident.manifest.json"
        manifest.write_text('{"frontend/resident.ts": {"file": "resident-aaaaaaaa.js"}}', encoding="utf-8")
        assert assets.assets_of("resident", folder=tmp_path).script == "design/resident-aaaaaaaa.js"
        manifest.write_text('{"frontend/resident.ts": {"file": "resident-bbbbbbbb.js"}}', encoding="utf-8")
        os.utime(manifest, ns=(1, 1))
        assert assets.assets_of("resident", folder=tmp_path).script == "design/resident-bbbbbbbb.js"
