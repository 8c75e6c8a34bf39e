"""Addresses of set-up; all stand under ``/work/setup/``."""

from django.urls import path

from linli.portals.setup.views import buildings, duties, grid_drawing, grids, home, keys, room_sheets, rooms, units

app_name = "setup"

urlpatterns = [
    path("", home.home, name="home"),
    path("new/", home.new_community, name="new_community"),
    path("<str:code>/", home.community, name="community"),
    path("<str:code>/name/", home.community_form, name="community_form"),
    path("<str:code>/units/", units.units, name="units"),
    path("<str:code>/units/new/", units.new_unit, name="new_unit"),
    path("<str:code>/units/<uuid:unit_id>/", units.unit, name="unit"),
    path("<str:code>/units/<uuid:unit_id>/end/", units.end_unit, name="end_unit"),
    path("<str:code>/units/<uuid:unit_id>/posts/", units.add_post, name="add_post"),
    path("<str:code>/units/<uuid:unit_id>/posts/<uuid:post_id>/hold/", units.hold_post, name="hold_post"),
    path("<str:code>/units/<uuid:unit_id>/posts/<uuid:post_id>/end/", units.end_post, name="end_post"),
    path("<str:code>/grids/", grids.grids, name="grids"),
    path("<str:code>/grids/grids.geojson", grids.download, name="download_grids"),
    path("<str:code>/grids/preview/", grids.preview, name="preview_grids"),
    path("<str:code>/grids/publish/", grids.publish, name="publish_grids"),
    path("<str:code>/grids/draw/", grid_drawing.table, name="draw_grids"),
    path("<str:code>/grids/draw/change/", grid_drawing.change, name="change_grids"),
    path("<str:code>/grids/draw/publish/", grid_drawing.publish, name="publish_drawing"),
    path("<str:code>/grids/draw/give-up/", grid_drawing.give_up, name="give_up_drawing"),
    path("<str:code>/buildings/", buildings.buildings, name="buildings"),
    path("<str:code>/buildings/rooms/", rooms.all_rooms, name="all_rooms"),
    path("<str:code>/buildings/rooms.xlsx", room_sheets.there, name="rooms_there"),
    path("<str:code>/buildings/rooms/sheet/", room_sheets.start, name="room_sheets"),
    path("<str:code>/buildings/rooms/sheet/empty.xlsx", room_sheets.empty, name="empty_room_sheet"),
    path("<str:code>/buildings/rooms/sheet/<uuid:upload_id>/", room_sheets.sheet, name="room_sheet"),
    path("<str:code>/buildings/rooms/sheet/<uuid:upload_id>/stop/", room_sheets.stop, name="stop_room_sheet"),
    path("<str:code>/buildings/rooms/sheet/<uuid:upload_id>/faults.xlsx", room_sheets.faults, name="room_sheet_faults"),
    path("<str:code>/buildings/<uuid:building_id>/", buildings.building, name="building"),
    path("<str:code>/buildings/<uuid:building_id>/rooms/", rooms.rooms, name="rooms"),
    path("<str:code>/keys/", keys.keys, name="keys"),
    path("<str:code>/keys/new/", keys.new_key, name="new_key"),
    path("<str:code>/keys/<uuid:key_id>/revoke/", keys.revoke, name="revoke_key"),
    path("<str:code>/duties/", duties.register, name="duties"),
    path("<str:code>/duties/new/", duties.new_item, name="new_item"),
    path("<str:code>/duties/seed/", duties.seed, name="seed_duties"),
    path("<str:code>/duties/<uuid:item_id>/", duties.item, name="item"),
    path("<str:code>/duties/<uuid:item_id>/end/", duties.end_item, name="end_item"),
]
