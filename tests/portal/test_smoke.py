def test_home_opens(admin_client):
    assert admin_client.get("/").status_code == 200
