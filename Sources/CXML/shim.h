#pragma once
#include <libxml/xmlversion.h>
// Debian's libxml2 headers pull in ICU, whose UErrorCode clashes with Foundation's.
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
