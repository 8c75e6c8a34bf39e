"""Addresses of the workbench; all stand under ``/work/``."""

from django.urls import path

from linli.portals.workbench.views import (
    bulk,
    calendar,
    case,
    inbox,
    intake,
    listing,
    map_files,
    mapping,
    people,
    people_import,
    ratings,
    steps,
    todo,
)

app_name = "workbench"

urlpatterns = [
    path("", todo.todo, name="todo"),
    path("cases/", listing.case_list, name="cases"),
    path("cases/register.xlsx", listing.register, name="register"),
    path("cases/dispatch/", bulk.choose, name="bulk"),
    path("cases/dispatch/do/", bulk.dispatch, name="bulk_dispatch"),
    path("cases/<uuid:case_id>/", case.case, name="case"),
    path("cases/<uuid:case_id>/slip/", case.slip, name="slip"),
    path("cases/<uuid:case_id>/release/", steps.release, name="release"),
    path("cases/<uuid:case_id>/reveal/<slug:field>/", case.reveal, name="reveal"),
    path("cases/<uuid:case_id>/photos/<uuid:photo>/", case.photo, name="photo"),
    path("cases/<uuid:case_id>/<slug:action>/", steps.step, name="step"),
    path("intake/", intake.intake, name="intake"),
    path("intake/suggest/", intake.suggest, name="suggest"),
    path("intake/received/", intake.received, name="received"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/done/", inbox.dismiss, name="dismiss"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/notice/", calendar.notice, name="notice"),
    path("map/", mapping.plan, name="map"),
    path("map/ground.json", map_files.ground, name="map_ground"),
    path("map/rooms.json", map_files.rooms, name="map_rooms"),
    path("map/status.json", map_files.status, name="map_status"),
    path("people/", people.people, name="people"),
    path("people/import/", people_import.start, name="people_import"),
    path("people/import/<uuid:upload_id>/", people_import.upload, name="people_upload"),
    path("people/import/<uuid:upload_id>/stop/", people_import.stop, name="people_stop"),
    path("people/import/<uuid:upload_id>/faults.xlsx", people_import.faults, name="people_faults"),
    path("people/<uuid:person_id>/", people.person, name="person"),
    path("people/<uuid:person_id>/reveal/<slug:field>/", people.reveal, name="person_reveal"),
    path("ratings/", ratings.ratings, name="ratings"),
]
