from django.urls import path

from balie.desk import inbox, participation, properties, ticket_page, writing

app_name = "desk"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("tickets/<int:number>/", ticket_page.ticket_page, name="ticket"),
    path("tickets/<int:number>/conversation/", ticket_page.conversation, name="conversation"),
    path("tickets/<int:number>/panel/", ticket_page.panel, name="panel"),
    path("tickets/<int:number>/messages/", writing.messages, name="messages"),
    path("tickets/<int:number>/status/", properties.status, name="status"),
    path("tickets/<int:number>/resolution/", properties.resolution, name="resolution"),
    path("tickets/<int:number>/assignment/", properties.assignment, name="assignment"),
    path("tickets/<int:number>/team/", properties.team, name="team"),
    path("tickets/<int:number>/priority/", properties.priority, name="priority"),
    path("tickets/<int:number>/kind/", properties.kind, name="kind"),
    path("tickets/<int:number>/subject/", properties.subject, name="subject"),
    path("tickets/<int:number>/tags/", properties.tags, name="tags"),
    path("tickets/<int:number>/followers/", participation.followers, name="followers"),
    path("tickets/<int:number>/participants/<int:contact>/acceptance/", participation.acceptance, name="acceptance"),
    path("tickets/<int:number>/participants/<int:contact>/removal/", participation.removal, name="removal"),
]
