"""Files that are no photos, at the desk's two doors for them: one sentence, and what was written stays."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.foundation.files.not_photos import NOT_PHOTOS
from tests.portals.workbench.conftest import page_of
from tests.portals.workbench.test_intake import WORDS

from linli.domains.cases.models import Case
from linli.foundation.scope.context import reading
from linli.project.demo.readers import Cast

Desk = Callable[[str], Client]
SAID = "电梯厅的灯罩掉了，先用绳子围上"


def refused(answer: HttpResponse) -> None:
    page = answer.content.decode()
    assert answer.status_code == 422
    assert SAID in page
    assert page.count("第 1 张照片") == 1
    assert [path for path in settings.FILES_ROOT.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("wrong", NOT_PHOTOS)
class TestBothDoors:
    def test_taking_a_report_in(self, desk_of: Desk, town: Cast, wrong: str) -> None:
        with reading(town.readers["heshuning"]):
            before = Case.objects.count()
        sent = SimpleUploadedFile("lamp.jpg", NOT_PHOTOS[wrong], "image/jpeg")
        given = {**WORDS, "token": f"{wrong:_<24.24}", "text": SAID, "photos": [sent]}
        refused(desk_of("heshuning").post(reverse("workbench:intake"), given))
        with reading(town.readers["heshuning"]):
            assert Case.objects.count() == before

    def test_adding_to_a_matter(self, desk_of: Desk, report: Callable[..., UUID], town: Cast, wrong: str) -> None:
        case_id = report()
        version = page_of(town, "heshuning", case_id).version
        sent = SimpleUploadedFile("lamp.jpg", NOT_PHOTOS[wrong], "image/jpeg")
        given = {"text": SAID, "audience": "internal", "version": version, "photos": [sent]}
        refused(desk_of("heshuning").post(reverse("workbench:step", args=[case_id, "note"]), given))
        assert page_of(town, "heshuning", case_id).version == version
