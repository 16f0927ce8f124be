from django.contrib.auth.views import LogoutView, PasswordResetDoneView
from django.urls import path

from .views import people, profiles, sign_in

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
    path("settings/users/", people.Users.as_view(), name="users"),
    path("settings/users/add/", people.AddUser.as_view(), name="user-add"),
    path("settings/users/<str:user_id>/", people.EditUser.as_view(), name="user-edit"),
    path("settings/users/<str:user_id>/deactivate/", people.DeactivateUser.as_view(), name="user-deactivate"),
    path("settings/users/<str:user_id>/reactivate/", people.ReactivateUser.as_view(), name="user-reactivate"),
    path("settings/users/<str:user_id>/invite/", people.InviteUser.as_view(), name="user-invite"),
    path("settings/profiles/", profiles.Profiles.as_view(), name="profiles"),
    path("settings/profiles/add/", profiles.AddProfile.as_view(), name="profile-add"),
    path("settings/profiles/<str:profile_id>/", profiles.EditProfile.as_view(), name="profile-edit"),
    path(
        "settings/profiles/<str:profile_id>/default/",
        profiles.MakeDefaultProfile.as_view(),
        name="profile-default",
    ),
    path(
        "settings/profiles/<str:profile_id>/delete/", profiles.DeleteProfile.as_view(), name="profile-delete"
    ),
]
