from .test_main_way import *
def test_x(asking, belgium, at_desk):
    request = a_draft(asking)
    page = at_desk(asking)
    page.on("response", lambda r: print(r.status, r.url))
    page.on("console", lambda m: print("C", m.text))
    page.goto(f"/requests/{request.id}/edit/")
    page.fill("#id_purpose", "xx")
    page.wait_for_timeout(2000)
