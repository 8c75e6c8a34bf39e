"""The served app and a browser: a committed demo community behind a real server, looked at with Debian's Chromium."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import override_settings
from django.test.testcases import LiveServerThread
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.journeys.town import standing_town
from tests.portals.workbench.conftest import session_key

from linli.portals.resident.lookups import lookups
from linli.project.demo.readers import Cast

CHROMIUM = os.environ.get("LINLI_CHROMIUM", "/usr/bin/chromium")
DRAWN = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
Sit = Callable[..., Page]
Look = Callable[..., Page]
PHONE, SMALL_PHONE, DESK = (390, 844), (360, 640), (1440, 900)


def serious(page: Page) -> list[str]:
    """Return what axe finds serious or critical on a page, each with the element it stands at."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in ("serious", "critical")]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """A served community: its address without a slash at the end, and its people."""

    url: str
    cast: Cast


@pytest.fixture(scope="module")
def live(
    django_db_setup: None,  # noqa: ARG001 - the database comes first
    django_db_blocker: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Live]:
    """Serve a committed demo community while a file's journeys run."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "static").mkdir()
    places = {"FILES_ROOT": folder / "files", "STATIC_ROOT": folder / "static"}
    extra = {"ALLOWED_CALLERS": frozenset({"127.0.0.1"})}
    lookups.forget()
    with override_settings(**places, **extra), standing_town(django_db_blocker) as cast:
        server = LiveServerThread("127.0.0.1", StaticFilesHandler)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        if server.error:
            raise server.error
        yield Live(url=f"http://127.0.0.1:{server.port}", cast=cast)
        server.terminate()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium once. Playwright's loop runs in this thread, so Django is told that blocking calls are meant."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@contextmanager
def reader_of_pages(browser: Browser, live: Live) -> Iterator[Callable[..., Page]]:
    """Open pages in contexts of their own: ``turn(path, size=PHONE, cookies={…}, has_script=False)``.

    An error in a page's own scripts fails the journey.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def turn(path: str, *, size: tuple[int, int], cookies: Mapping[str, str], has_script: bool) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale="zh-CN", java_script_enabled=has_script
        )
        contexts.append(context)
        context.add_cookies([{"name": name, "value": value, "url": live.url} for name, value in cookies.items()])
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda told: faults.append(told.text) if "Content Security Policy" in told.text else None)
        page.goto(f"{live.url}{path}")
        return page

    yield turn
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def visit(browser: Browser, live: Live) -> Iterator[Callable[..., Page]]:
    """Open a page as a new reader: ``visit("/", size=PHONE, elder="largest", has_script=False)``."""
    with reader_of_pages(browser, live) as turn:

        def open_page(path: str, *, size: tuple[int, int] = PHONE, elder: str = "", has_script: bool = True) -> Page:
            cookies = {"linli_mode": "elder", "linli_size": elder} if elder else {}
            return turn(path, size=size, cookies=cookies, has_script=has_script)

        yield open_page


@pytest.fixture
def sit(browser: Browser, live: Live) -> Iterator[Sit]:
    """Open a page as somebody of staff: ``sit("heshuning", "/work/", size=PHONE, has_script=False)``."""
    with reader_of_pages(browser, live) as turn:

        def open_page(
            username: str, path: str, *, size: tuple[int, int] = DESK, theme: str = "light", has_script: bool = True
        ) -> Page:
            cookies = {"linli_session": session_key(live.cast.readers[username]), "linli_theme": theme}
            return turn(path, size=size, cookies=cookies, has_script=has_script)

        yield open_page


@pytest.fixture(scope="module")
def drawing(browser: Browser) -> Iterator[Browser]:
    """Start a Chromium that draws 3D without a graphics card."""
    drawn = browser.browser_type.launch(executable_path=CHROMIUM, args=DRAWN)
    yield drawn
    drawn.close()


@pytest.fixture
def look(browser: Browser, drawing: Browser, live: Live) -> Iterator[Look]:
    """Open the map as the clerk: ``look("?at=…", size=PHONE, without="webgl")``; nothing may go wrong or go out."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_map(query: str = "", *, size: tuple[int, int] = DESK, theme: str = "light", without: str = "") -> Page:
        context = (browser if without else drawing).new_context(
            viewport={"width": size[0], "height": size[1]}, locale="zh-CN", java_script_enabled=without != "script",
            reduced_motion="reduce",
        )  # fmt: skip
        contexts.append(context)
        cookies = {"linli_session": session_key(live.cast.readers["heshuning"]), "linli_theme": theme}
        context.add_cookies([{"name": name, "value": value, "url": live.url} for name, value in cookies.items()])
        page = context.new_page()
        if without == "webgl":
            page.add_init_script("delete window.WebGL2RenderingContext")
        if without == "context":
            page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
        if without == "chunk":
            page.route("**/scene-*.js", lambda route: route.abort())
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda told: faults.append(told.text) if "Content Security" in told.text else None)
        page.on(
            "request", lambda sent: faults.append(sent.url) if not sent.url.startswith((live.url, "blob:")) else None
        )
        page.goto(f"{live.url}{reverse('workbench:map')}{query}")
        if not without:
            page.wait_for_selector("[data-ready]", timeout=30_000)
        return page

    yield open_map
    for context in contexts:
        context.close()
    assert faults == []
