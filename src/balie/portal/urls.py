from django.urls import path

from balie.portal import asking, attachments, conversation, entering, help_centre, language, survey

app_name = "portal"
urlpatterns = [
    path("", help_centre.home, name="home"),
    path("search/", help_centre.search, name="search"),
    path("collections/<slug:slug>/", help_centre.collection, name="collection"),
    path("articles/<slug:slug>/", help_centre.article, name="article"),
    path("articles/<slug:slug>/feedback/", help_centre.feedback, name="feedback"),
    path("requests/", conversation.requests, name="requests"),
    path("requests/new/", asking.ask, name="ask"),
    path("requests/sent/<str:mark>/", asking.sent, name="sent"),
    path("requests/<int:number>/", conversation.conversation, name="request"),
    path("requests/<int:number>/resolution/", conversation.resolution, name="resolution"),
    path("requests/<int:number>/reopening/", conversation.reopening, name="reopening"),
    path("r/<str:token>/", entering.link, name="link"),
    path("s/<str:token>/", survey.survey, name="survey"),
    path("sign-in/", entering.sign_in, name="sign-in"),
    path("language/", language.language, name="language"),
    path("files/attachments/<int:pk>/", attachments.attachment, name="attachment-plain"),
    path("files/attachments/<int:pk>/<str:name>", attachments.attachment, name="attachment"),
    path("files/fields/<int:pk>/", attachments.field_file, name="field-file-plain"),
    path("files/fields/<int:pk>/<str:name>", attachments.field_file, name="field-file"),
]
