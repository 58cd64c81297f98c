from django.urls import path

from balie.administration import about, access, articles, canned, mailboxes, outgoing, people, surveys, teams, tokens

app_name = "settings"
urlpatterns = [
    path("", access.index, name="index"),
    path("users/", people.users, name="users"),
    path("users/new/", people.new_user, name="new-user"),
    path("users/<int:pk>/", people.user, name="user"),
    path("users/<int:pk>/deactivation/", people.deactivation, name="deactivation"),
    path("users/<int:pk>/activation/", people.activation, name="activation"),
    path("teams/", teams.teams, name="teams"),
    path("teams/<int:pk>/", teams.team, name="team"),
    path("teams/<int:pk>/dissolution/", teams.dissolution, name="dissolution"),
    path("mailboxes/", mailboxes.mailboxes, name="mailboxes"),
    path("mailboxes/new/", mailboxes.new_mailbox, name="new-mailbox"),
    path("mailboxes/<int:pk>/", mailboxes.mailbox, name="mailbox"),
    path("outgoing/", outgoing.outgoing, name="outgoing"),
    path("outgoing/<int:pk>/attempts/", outgoing.another_attempt, name="another-attempt"),
    path("surveys/", surveys.surveys, name="surveys"),
    path("articles/", articles.articles, name="articles"),
    path("articles/new/", articles.new_article, name="new-article"),
    path("articles/<int:pk>/", articles.article, name="article"),
    path("articles/<int:pk>/withdrawal/", articles.withdrawal, name="withdrawal"),
    path("articles/collections/new/", articles.new_collection, name="new-collection"),
    path("articles/collections/<int:pk>/", articles.collection, name="collection"),
    path("canned/", canned.canned_answers, name="canned"),
    path("canned/new/", canned.new_canned_answer, name="new-canned"),
    path("canned/<int:pk>/", canned.canned_answer, name="canned-answer"),
    path("canned/<int:pk>/removal/", canned.removal, name="canned-removal"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:pk>/revocation/", tokens.revocation, name="revocation"),
    path("about/", about.about, name="about"),
]
