"""Brands, wire-compatible with the vendor's v4 API."""

from accounts.requests import ApiRequest
from assets.api.shapes import brands as shapes
from assets.models import Brand, SubBrand
from portal.api.access import any_token
from portal.api.documentation import documented, listed
from portal.api.endpoint import Endpoint
from portal.api.rendering import Response


class Brands(Endpoint):
    access = {"GET": any_token("Clients read brands before they upload; the vendor documents no scope.")}

    @documented(listed(shapes.BRAND))
    def get(self, request: ApiRequest) -> Response:
        """Retrieve brands.

        With their sub-brands; there is always one at least.
        """
        brands = Brand.objects.prefetch_related("sub_brands")
        return Response(
            [
                {**_named(brand), "subBrands": [_named(part) for part in brand.sub_brands.all()]}
                for brand in brands
            ]
        )


class Categories(Endpoint):
    access = {"GET": any_token("The vendor documents no scope for categories.")}

    @documented(listed({"type": "object"}))
    def get(self, request: ApiRequest) -> Response:
        """Retrieve categories.

        The vendor has given them up; there are none.
        """
        return Response([])


def _named(brand: Brand | SubBrand) -> dict[str, str]:
    return {"id": brand.api_id, "name": brand.name, "description": brand.description, "image": ""}
