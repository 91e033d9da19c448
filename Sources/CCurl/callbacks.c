#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "exchange.h"

static bool may_reach(pentimento_curl_exchange *exchange, const void *address, size_t count) {
  return exchange->callbacks.may_reach(exchange->context, address, count);
}

static curl_socket_t on_open(
    void *data, curlsocktype purpose, struct curl_sockaddr *address) {
  (void)purpose;
  const struct sockaddr_in *four = (const struct sockaddr_in *)&address->addr;
  const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)&address->addr;
  const bool is_allowed =
      (address->family == AF_INET && may_reach(data, &four->sin_addr, sizeof four->sin_addr)) ||
      (address->family == AF_INET6 && may_reach(data, &six->sin6_addr, sizeof six->sin6_addr));
  if (!is_allowed) return CURL_SOCKET_BAD;
  // Programs that are started meanwhile do not inherit it.
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static int on_connected(void *data, char *address, char *local, int port, int local_port) {
  (void)local;
  (void)port;
  (void)local_port;
  pentimento_curl_exchange *exchange = data;
  struct in_addr four;
  struct in6_addr six;
  const bool is_allowed =
      (inet_pton(AF_INET, address, &four) == 1 && may_reach(exchange, &four, sizeof four)) ||
      (inet_pton(AF_INET6, address, &six) == 1 && may_reach(exchange, &six, sizeof six));
  if (!is_allowed) return CURL_PREREQFUNC_ABORT;
  exchange->callbacks.connected(exchange->context);
  return CURL_PREREQFUNC_OK;
}

static size_t on_read(char *buffer, size_t size, size_t count, void *data) {
  pentimento_curl_exchange *exchange = data;
  const ptrdiff_t found =
      exchange->callbacks.read(exchange->context, (uint8_t *)buffer, size * count);
  return found < 0 ? CURL_READFUNC_ABORT : (size_t)found;
}

static size_t on_head_line(char *bytes, size_t size, size_t count, void *data) {
  pentimento_curl_exchange *exchange = data;
  const bool goes_on =
      exchange->callbacks.head_line(exchange->context, (const uint8_t *)bytes, size * count);
  return goes_on ? size * count : CURL_WRITEFUNC_ERROR;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *data) {
  pentimento_curl_exchange *exchange = data;
  const bool goes_on =
      exchange->callbacks.body(exchange->context, (const uint8_t *)bytes, size * count);
  return goes_on ? size * count : CURL_WRITEFUNC_ERROR;
}

static int on_progress(
    void *data, curl_off_t down_total, curl_off_t down, curl_off_t up_total, curl_off_t up) {
  (void)down_total;
  (void)down;
  (void)up_total;
  pentimento_curl_exchange *exchange = data;
  if (up != exchange->sent_count) {
    exchange->sent_count = up;
    exchange->callbacks.sent(exchange->context, up);
  }
  return 0;
}

bool pentimento_curl_set_callbacks(pentimento_curl_exchange *exchange) {
  CURL *easy = exchange->easy;
  return curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_open) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, exchange) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_connected) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_PREREQDATA, exchange) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_READFUNCTION, on_read) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_READDATA, exchange) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_head_line) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_HEADERDATA, exchange) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_WRITEDATA, exchange) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, on_progress) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_XFERINFODATA, exchange) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L) == CURLE_OK;
}
