// What loop and exchange share.

#ifndef PENTIMENTO_CURL_EXCHANGE_H
#define PENTIMENTO_CURL_EXCHANGE_H

#include <curl/curl.h>

#include "CCurl.h"

struct pentimento_curl_exchange {
  CURL *easy;
  struct curl_slist *headers;
  pentimento_curl_callbacks callbacks;
  void *context;
  curl_off_t sent_count;
  char message[CURL_ERROR_SIZE];
};

/// Sets libcurl's callbacks, which hand on to the exchange's own.
bool pentimento_curl_set_callbacks(pentimento_curl_exchange *exchange);

#endif
