# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from . import views

app_name = "ledger"
urlpatterns = [
    path("", views.page, name="page"),
    path("checkpoint", views.checkpoint, name="checkpoint"),
    path("tile/<path:tile>", views.tile, name="tile"),
    path("public/<int:seq>.tlog-proof", views.public_proof, name="public_proof"),
    path("consistency/<int:size>", views.consistency, name="consistency"),
    path("policy", views.policy, name="policy"),
    path("receipt.html", views.offline, name="offline"),
    path("add-checkpoint", views.add_checkpoint, name="add_checkpoint"),
    path("witnessed/<str:digest>/checkpoint", views.witnessed, name="witnessed"),
]
