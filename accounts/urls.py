from django.contrib.auth.views import LogoutView, PasswordResetDoneView
from django.urls import path

from .views import sign_in

urlpatterns = [
    path("sign-in/", sign_in.SignIn.as_view(), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("confirm-password/", sign_in.ConfirmPassword.as_view(), name="confirm-password"),
    path("password/", sign_in.ChangePassword.as_view(), name="password-change"),
    path("password/changed/", sign_in.PasswordChanged.as_view(), name="password-changed"),
    path("password/reset/", sign_in.ResetPassword.as_view(), name="password-reset"),
    path(
        "password/reset/sent/",
        PasswordResetDoneView.as_view(template_name="accounts/password_reset_sent.html"),
        name="password-reset-sent",
    ),
    path(
        "password/reset/<uidb64>/<token>/",
        sign_in.ResetPasswordConfirm.as_view(),
        name="password-reset-confirm",
    ),
]
