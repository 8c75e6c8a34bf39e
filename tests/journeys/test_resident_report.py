"""A resident reports a matter and follows it to its end, with and without JavaScript, by finger and by keyboard."""

import io
import re
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from tests.journeys.conftest import Live
from tests.journeys.town import close

from linli.domains.cases.models import Case
from linli.foundation.scope.context import reading
from linli.project.demo import street

Visit = Callable[..., Page]
REPORT = f"/c/{street.COMMUNITY}/report/"
WORDS = "三号楼门口的路灯不亮了"
RECEIVED = re.compile(r"/m/\d{10}/[0-9A-Z]{12}/received/")


def picture() -> dict[str, object]:
    content = io.BytesIO()
    Image.effect_noise((2400, 1800), 40).convert("RGB").save(content, "JPEG")
    return {"name": "lamp.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


def tap_building(page: Page, name: str) -> None:
    roof = page.locator(f'[data-place][data-name="{name}"] .m-roof').bounding_box()
    assert roof
    page.mouse.click(roof["x"] + roof["width"] / 2, roof["y"] + roof["height"] / 2)


def go_on(page: Page) -> None:
    page.locator("[data-part=next]").click()


class TestOnAPhone:
    @pytest.mark.smoke
    def test_from_the_first_page_to_being_asked_again(self, live: Live, visit: Visit) -> None:
        page = visit("/")
        page.get_by_role("link", name="我要报事").click()
        page.get_by_label("是什么事", exact=True).fill(WORDS)
        go_on(page)
        expect(page.locator("[data-step]:visible [data-echo=text]")).to_have_text(WORDS)
        tap_building(page, "3 号楼")
        expect(page.locator("[data-part=buildings]")).not_to_have_value("")
        expect(page.locator("[data-part=here]")).to_be_checked()
        page.locator("select[name=stair]").select_option("2")
        go_on(page)
        page.locator("input[type=file]").set_input_files(picture())
        expect(page.locator("[data-part=list] img")).to_have_count(1)
        go_on(page)
        page.get_by_label("怎么称呼您").fill("王阿姨")
        page.get_by_role("button", name="发送").click()

        page.wait_for_url(RECEIVED)
        expect(page.get_by_role("heading", name="收到了。")).to_be_visible()
        code = page.locator(".code-large").inner_text().replace(" ", "")
        page.get_by_role("link", name="看办到哪一步").click()
        expect(page.locator(".plate")).to_have_text(re.compile("3 号楼.*2"))
        expect(page.locator(".photo img")).to_have_count(1)
        assert page.locator(".photo img").evaluate("img => img.decode().then(() => img.naturalWidth)") > 0

        self._finish(live, code)
        page.reload()
        expect(page.locator("input[name=level]:checked")).to_have_count(0)
        page.locator(".rating label", has_text="不满意").first.click()
        page.get_by_role("button", name="提交评价").click()
        expect(page.get_by_text("谢谢您")).to_be_visible()
        page.locator("summary", has_text="要求重办").click()
        page.get_by_label("哪里还没办好").fill("又不亮了")
        page.get_by_role("button", name="要求重办").click()
        expect(page.get_by_text("已经要求重办")).to_be_visible()

        page.goto(live.url)
        card = page.locator("[data-part=list] .card")
        expect(card).to_contain_text(WORDS)
        card.click()
        expect(page.get_by_role("heading", name=WORDS)).to_be_visible()

    def _finish(self, live: Live, code: str) -> None:
        with reading(live.cast.readers["jiedao"]):
            case_id = Case.objects.get(code=code).id
        close(live.cast, case_id)

    def test_what_was_typed_survives_leaving(self, visit: Visit, live: Live) -> None:
        page = visit(REPORT)
        page.get_by_label("是什么事", exact=True).fill(WORDS)
        go_on(page)
        expect(page.get_by_text("填的内容已存在这台手机上")).to_be_visible()
        page.get_by_role("link", name="以后再填").click()

        page.goto(live.url + REPORT)

        expect(page.get_by_label("是什么事", exact=True)).to_have_value(WORDS)

    def test_the_back_button_goes_one_question_back(self, visit: Visit) -> None:
        page = visit(REPORT)
        page.get_by_label("是什么事", exact=True).fill(WORDS)
        go_on(page)
        expect(page.get_by_text("在哪里？")).to_be_visible()

        page.go_back()

        expect(page.get_by_text("是什么事？")).to_be_visible()
        expect(page.get_by_label("是什么事", exact=True)).to_have_value(WORDS)

    def test_an_empty_first_question_is_asked_again(self, visit: Visit) -> None:
        page = visit(REPORT)

        go_on(page)

        expect(page.get_by_text("还没写是什么事。一句话就行。")).to_be_visible()
        expect(page.get_by_label("是什么事", exact=True)).to_be_focused()

    def test_a_problem_opens_its_question_with_everything_there(self, visit: Visit) -> None:
        page = visit(REPORT)
        page.get_by_label("是什么事", exact=True).fill(WORDS)
        for _ in range(3):
            go_on(page)
        page.get_by_label("电话").fill("1390000")
        page.get_by_role("button", name="发送").click()

        expect(page.get_by_text("手机号要 11 位，现在是 7 位")).to_be_visible()
        expect(page.get_by_label("电话")).to_have_value("1390000")
        expect(page.locator("[data-step]:visible [data-echo=text]")).to_have_text(WORDS)


class TestDanger:
    def test_numbers_stand_before_sending_and_first_afterwards(self, visit: Visit) -> None:
        page = visit(REPORT)
        calls = page.locator("[data-step]:visible [data-part=danger]")
        expect(calls).to_be_hidden()
        page.get_by_label("是什么事", exact=True).fill("五号楼楼道着火了")

        expect(calls.get_by_role("link", name="119")).to_be_visible()

        for _ in range(3):
            go_on(page)
        page.get_by_role("button", name="发送").click()
        page.wait_for_url(RECEIVED)
        first_call, thanks = page.locator(".danger-call a").first.bounding_box(), page.locator("h1").bounding_box()
        assert first_call
        assert thanks
        assert first_call["y"] < thanks["y"]


class TestWithoutJavaScript:
    def test_one_long_page_does_all_of_it(self, visit: Visit) -> None:
        page = visit(REPORT, has_script=False)
        page.locator("textarea[name=text]").fill("没有脚本也能报：单元门坏了")
        page.locator("input[value=here]").check()
        page.locator("select[name=building]").select_option(label="3 号楼")
        page.locator("select[name=stair]").select_option("1")
        page.locator("input[type=file]").set_input_files(picture())
        page.get_by_role("button", name="发送").click()

        assert RECEIVED.search(page.url)
        page.get_by_role("link", name="看办到哪一步").click()
        assert re.search("3 号楼.*1", page.locator(".plate").inner_text())
        assert page.locator(".photo img").count() == 1

    def test_a_mistake_comes_back_with_the_words(self, visit: Visit) -> None:
        page = visit(REPORT, has_script=False)
        page.locator("textarea[name=text]").fill(WORDS)
        page.locator("input[value=words]").check()
        page.get_by_role("button", name="发送").click()

        assert "请写几个字说明地方" in page.content()
        assert page.locator("textarea[name=text]").input_value() == WORDS


class TestByKeyboard:
    def test_a_report_without_a_pointer(self, visit: Visit) -> None:
        page = visit(REPORT)
        page.locator("textarea[name=text]").focus()
        page.keyboard.type("键盘也能报：楼道灯不亮")
        self._press_when_focused(page, "[data-part=next]")
        self._tab_to(page, "svg.map")
        page.keyboard.press("+")
        page.keyboard.press("Enter")
        assert page.locator("[data-part=lon]").input_value()
        self._press_when_focused(page, "[data-part=next]")
        self._press_when_focused(page, "[data-part=next]")
        self._press_when_focused(page, "[data-part=send]")

        page.wait_for_url(RECEIVED)

    def _tab_to(self, page: Page, selector: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                assert page.evaluate("document.activeElement.matches(':focus-visible')")
                return
        raise AssertionError(f"{selector} cannot be reached by Tab")

    def _press_when_focused(self, page: Page, selector: str) -> None:
        self._tab_to(page, selector)
        page.keyboard.press("Enter")
