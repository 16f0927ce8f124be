import os

import pytest
import trustme
from cryptography import x509

from portal import certificates

NAMES = ["localhost", "127.0.0.1"]


def loaded(path):
    return x509.load_pem_x509_certificate(path.read_bytes())


def names_in(path):
    listed = loaded(path).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(name.value) for name in listed}


def test_a_certificate_is_made_for_the_names(tmp_path):
    certificate, _, _ = certificates.ensure(tmp_path, NAMES)
    assert names_in(certificate) == set(NAMES)


def test_a_second_start_keeps_authority_and_certificate(tmp_path):
    before = [path.read_bytes() for path in certificates.ensure(tmp_path, NAMES)]
    assert [path.read_bytes() for path in certificates.ensure(tmp_path, NAMES)] == before


def test_another_name_gets_a_new_certificate_of_the_same_authority(tmp_path):
    _, _, authority = certificates.ensure(tmp_path, NAMES)
    before = authority.read_bytes()
    certificate, _, _ = certificates.ensure(tmp_path, [*NAMES, "portal.test"])
    assert "portal.test" in names_in(certificate)
    assert authority.read_bytes() == before


def test_a_certificate_that_expires_soon_is_renewed(tmp_path, monkeypatch):
    certificates.ensure(tmp_path, NAMES)
    monkeypatch.setattr(certificates, "RENEW_BEFORE", certificates.LIFETIME)
    before = (tmp_path / "certificate.pem").read_bytes()
    assert certificates.ensure(tmp_path, NAMES)[0].read_bytes() != before


def test_a_new_authority_signs_a_new_certificate(tmp_path):
    certificates.ensure(tmp_path, NAMES)
    (tmp_path / "ca.pem").unlink()
    certificate, _, authority = certificates.ensure(tmp_path, NAMES)
    loaded(certificate).verify_directly_issued_by(loaded(authority))


def test_a_certificate_from_elsewhere_is_replaced(tmp_path):
    certificates.ensure(tmp_path, NAMES)
    elsewhere = trustme.CA(organization_name="Elsewhere").issue_cert(*NAMES)
    elsewhere.cert_chain_pems[0].write_to_path(tmp_path / "certificate.pem")
    certificate, _, authority = certificates.ensure(tmp_path, NAMES)
    loaded(certificate).verify_directly_issued_by(loaded(authority))


@pytest.mark.parametrize("name", ["key.pem", "ca-key.pem"])
def test_private_keys_are_read_by_their_owner_only(tmp_path, name):
    certificates.ensure(tmp_path, NAMES)
    assert os.stat(tmp_path / name).st_mode & 0o077 == 0


def test_the_authority_is_one_that_clients_can_load(tmp_path):
    _, _, authority = certificates.ensure(tmp_path, NAMES)
    trustme.CA.from_pem(authority.read_bytes(), (tmp_path / "ca-key.pem").read_bytes())
