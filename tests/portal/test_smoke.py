def test_a_token_reads_its_own_user(api, admin):
    response = api.get("/api/v4/currentUser/")
    assert response.status_code == 200
    assert response.json()["id"] == admin.api_id


def test_home_opens(admin_client):
    assert admin_client.get("/").status_code == 200
