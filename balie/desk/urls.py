from django.urls import path

from balie.desk import inbox

app_name = "desk"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
]
