#include "exchange.h"

#include <stdlib.h>
#include <string.h>

static bool set_long(pentimento_curl_exchange *exchange, CURLoption option, long value) {
  return curl_easy_setopt(exchange->easy, option, value) == CURLE_OK;
}

static bool set_text(pentimento_curl_exchange *exchange, CURLoption option, const char *text) {
  return curl_easy_setopt(exchange->easy, option, text) == CURLE_OK;
}

// What libcurl would take from the environment and the user's files, and what it would do by itself.
static bool set_isolation(pentimento_curl_exchange *exchange) {
  return set_text(exchange, CURLOPT_PROXY, "") && set_text(exchange, CURLOPT_NOPROXY, "") &&
         set_long(exchange, CURLOPT_NETRC, CURL_NETRC_IGNORED) &&
         set_long(exchange, CURLOPT_FOLLOWLOCATION, 0) &&
         set_long(exchange, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1) &&
         set_long(exchange, CURLOPT_HEADEROPT, CURLHEADER_SEPARATE) &&
         set_long(exchange, CURLOPT_DISALLOW_USERNAME_IN_URL, 1) &&
         set_long(exchange, CURLOPT_NOSIGNAL, 1) &&
         // A name server that does not answer must not hold up the exchanges beside this one.
         set_long(exchange, CURLOPT_QUICK_EXIT, 1);
}

static bool set_protocol(pentimento_curl_exchange *exchange) {
  return set_long(exchange, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1) &&
         set_long(exchange, CURLOPT_HTTP09_ALLOWED, 0) &&
         set_long(exchange, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2) &&
         set_long(exchange, CURLOPT_SSL_VERIFYPEER, 1) &&
         set_long(exchange, CURLOPT_SSL_VERIFYHOST, 2) &&
         set_long(exchange, CURLOPT_PROXY_SSLVERSION, CURL_SSLVERSION_TLSv1_2) &&
         set_long(exchange, CURLOPT_PROXY_SSL_VERIFYPEER, 1) &&
         set_long(exchange, CURLOPT_PROXY_SSL_VERIFYHOST, 2);
}

static bool set_socket(pentimento_curl_exchange *exchange) {
  // Routers forget connections that are silent for minutes, which is how long a picture takes.
  return set_long(exchange, CURLOPT_TCP_KEEPALIVE, 1) &&
         set_long(exchange, CURLOPT_TCP_KEEPIDLE, 60) &&
         set_long(exchange, CURLOPT_TCP_KEEPINTVL, 30) &&
         set_long(exchange, CURLOPT_UPLOAD_BUFFERSIZE, 256 * 1024) &&
         set_long(exchange, CURLOPT_BUFFERSIZE, 128 * 1024) &&
         curl_easy_setopt(exchange->easy, CURLOPT_ERRORBUFFER, exchange->message) == CURLE_OK &&
         curl_easy_setopt(exchange->easy, CURLOPT_PRIVATE, exchange) == CURLE_OK;
}

pentimento_curl_exchange *pentimento_curl_exchange_make(
    const pentimento_curl_callbacks *callbacks) {
  pentimento_curl_exchange *exchange = calloc(1, sizeof *exchange);
  if (exchange == NULL) return NULL;
  exchange->callbacks = *callbacks;
  exchange->easy = curl_easy_init();
  if (exchange->easy != NULL && set_isolation(exchange) && set_protocol(exchange) &&
      set_socket(exchange) && pentimento_curl_set_callbacks(exchange) &&
      pentimento_curl_add_header(exchange, "Expect:")) {
    return exchange;
  }
  pentimento_curl_exchange_free(exchange);
  return NULL;
}

void pentimento_curl_exchange_free(pentimento_curl_exchange *exchange) {
  curl_easy_cleanup(exchange->easy);
  for (struct curl_slist *line = exchange->headers; line != NULL; line = line->next) {
    explicit_bzero(line->data, strlen(line->data));
  }
  curl_slist_free_all(exchange->headers);
  free(exchange);
}

bool pentimento_curl_set_address(
    pentimento_curl_exchange *exchange, const char *address, const char *protocol) {
  return set_text(exchange, CURLOPT_URL, address) &&
         set_text(exchange, CURLOPT_PROTOCOLS_STR, protocol) &&
         set_text(exchange, CURLOPT_REDIR_PROTOCOLS_STR, protocol);
}

bool pentimento_curl_set_get(pentimento_curl_exchange *exchange) {
  return set_long(exchange, CURLOPT_HTTPGET, 1);
}

bool pentimento_curl_set_delete(pentimento_curl_exchange *exchange) {
  return set_long(exchange, CURLOPT_HTTPGET, 1) &&
         set_text(exchange, CURLOPT_CUSTOMREQUEST, "DELETE");
}

bool pentimento_curl_set_post(pentimento_curl_exchange *exchange, int64_t byte_count) {
  return set_long(exchange, CURLOPT_POST, 1) &&
         curl_easy_setopt(
             exchange->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)byte_count) == CURLE_OK;
}

bool pentimento_curl_add_header(pentimento_curl_exchange *exchange, const char *line) {
  struct curl_slist *longer = curl_slist_append(exchange->headers, line);
  if (longer == NULL) return false;
  exchange->headers = longer;
  return curl_easy_setopt(exchange->easy, CURLOPT_HTTPHEADER, longer) == CURLE_OK;
}

bool pentimento_curl_set_own_connection(pentimento_curl_exchange *exchange) {
  return set_long(exchange, CURLOPT_FRESH_CONNECT, 1) &&
         set_long(exchange, CURLOPT_FORBID_REUSE, 1);
}

bool pentimento_curl_set_connect_timeout(pentimento_curl_exchange *exchange, long milliseconds) {
  return set_long(exchange, CURLOPT_CONNECTTIMEOUT_MS, milliseconds);
}

bool pentimento_curl_set_total_timeout(pentimento_curl_exchange *exchange, long milliseconds) {
  return set_long(exchange, CURLOPT_TIMEOUT_MS, milliseconds);
}

bool pentimento_curl_set_proxy(pentimento_curl_exchange *exchange, const char *address) {
  return set_text(exchange, CURLOPT_PROXY, address);
}

bool pentimento_curl_set_authorities(pentimento_curl_exchange *exchange, const char *path) {
  return curl_easy_setopt(exchange->easy, CURLOPT_CAPATH, NULL) == CURLE_OK &&
         set_text(exchange, CURLOPT_CAINFO, path) && set_text(exchange, CURLOPT_PROXY_CAINFO, path);
}

static int64_t measured(const pentimento_curl_exchange *exchange, CURLINFO what) {
  curl_off_t value = 0;
  return curl_easy_getinfo(exchange->easy, what, &value) == CURLE_OK ? value : 0;
}

int64_t pentimento_curl_connect_time(const pentimento_curl_exchange *exchange) {
  return measured(exchange, CURLINFO_PRETRANSFER_TIME_T);
}

int64_t pentimento_curl_total_time(const pentimento_curl_exchange *exchange) {
  return measured(exchange, CURLINFO_TOTAL_TIME_T);
}

int64_t pentimento_curl_sent_count(const pentimento_curl_exchange *exchange) {
  return measured(exchange, CURLINFO_SIZE_UPLOAD_T);
}

const char *pentimento_curl_message(const pentimento_curl_exchange *exchange) {
  return exchange->message;
}
