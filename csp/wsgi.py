import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from csp.logs import hide_tokens_of_server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csp.settings")

hide_tokens_of_server(settings.LOG_FORMAT)
application = get_wsgi_application()
