"""One's own account: pages of allauth that show and change only what belongs to the session that asks.

They have no row in the matrix: none of them takes the number of anything but one's own, as
`test_own_account.py` asserts of those that take a number.
"""

ACCOUNTS = {
    f"accounts/{pattern}"
    for pattern in (
        "",
        "profile/",
        "sessions/",
        "sessions/<int:pk>/",
        "signup/",
        "email/",
        "^confirm-email/.*$",
        "^confirm-email/(?P<key>[-:\\w]+)/$",
        "confirm-email/",
        "login/",
        "login/code/",
        "login/code/confirm/",
        "logout/",
        "inactive/",
        "reauthenticate/",
        "password/change/",
        "password/set/",
        "password/reset/",
        "password/reset/done/",
        "password/reset/key/done/",
        "^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        "2fa/",
        "2fa/authenticate/",
        "2fa/reauthenticate/",
        "2fa/totp/activate/",
        "2fa/totp/deactivate/",
        "2fa/recovery-codes/",
        "2fa/recovery-codes/generate/",
        "2fa/recovery-codes/download/",
        "2fa/webauthn/",
        "2fa/webauthn/add/",
        "2fa/webauthn/reauthenticate/",
        "2fa/webauthn/keys/<int:pk>/remove/",
        "2fa/webauthn/keys/<int:pk>/edit/",
        "2fa/webauthn/login/",
    )
}
