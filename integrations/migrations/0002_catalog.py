"""The connectors that portals of this kind really have."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

CATALOG = {
    "pim": {
        "Akeneo": "Akeneo", "inriver": "inriver", "Salsify": "Salsify", "Pimcore": "Pimcore",
        "Contentserv": "Contentserv", "Syndigo": "Syndigo", "Stibo STEP": "Stibo Systems",
    },
    "cms": {
        "Adobe Experience Manager": "Adobe", "Contentful": "Contentful", "CoreMedia Content Cloud": "CoreMedia",
        "Drupal": "Drupal Association", "Kentico Xperience": "Kentico", "Optimizely CMS": "Optimizely",
        "Sanity": "Sanity", "Sitecore XM Cloud": "Sitecore", "Storyblok": "Storyblok",
        "TYPO3": "TYPO3 Association", "Umbraco": "Umbraco", "Wagtail": "Torchbox", "WordPress": "Automattic",
    },
    "commerce": {
        "Adobe Commerce": "Adobe", "BigCommerce": "BigCommerce", "commercetools": "commercetools",
        "Salesforce Commerce Cloud": "Salesforce", "SAP Commerce Cloud": "SAP", "Shopify": "Shopify",
    },
    "creative": {
        "Adobe Creative Cloud": "Adobe", "Canva": "Canva", "Figma": "Figma", "Sketch": "Sketch",
        "Templafy": "Templafy",
    },
    "stock": {
        "Adobe Stock": "Adobe", "Getty Images": "Getty Images", "Shutterstock": "Shutterstock",
    },
    "marketing": {
        "Adobe Marketo Engage": "Adobe", "HubSpot": "HubSpot", "Mailchimp": "Intuit",
        "Salesforce Marketing Cloud": "Salesforce", "Oracle Eloqua": "Oracle",
    },
    "productivity": {
        "Asana": "Asana", "Jira": "Atlassian", "monday.com": "monday.com", "Adobe Workfront": "Adobe",
        "Wrike": "Wrike",
    },
    "social": {"Hootsuite": "Hootsuite", "Sprinklr": "Sprinklr"},
    "platform": {"MuleSoft": "Salesforce", "Workato": "Workato", "Zapier": "Zapier"},
}  # fmt: skip


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    integration = apps.get_model("integrations", "Integration")
    entries = [
        integration(name=name, vendor=vendor, category=category)
        for category, vendors in CATALOG.items()
        for name, vendor in vendors.items()
    ]
    integration.objects.bulk_create(entries, ignore_conflicts=True)  # applied again after a reversal


class Migration(migrations.Migration):
    dependencies = [("integrations", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
