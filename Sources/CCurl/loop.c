#include <curl/curl.h>
#include <string.h>

#include "exchange.h"

// The loop is the multi handle itself; the header's name for it keeps curl's types out.
static CURLM *multi(pentimento_curl_loop *loop) { return (CURLM *)loop; }

// Chunks that break the rules have no code of their own; libcurl 7 and 8 end the text of each alike.
static bool is_chunk_error(const pentimento_curl_exchange *exchange) {
  return strstr(exchange->message, "in chunked-encoding") != NULL;
}

static pentimento_curl_code code_of(CURLcode code, const pentimento_curl_exchange *exchange) {
  switch (code) {
    case CURLE_OK:
      return pentimento_curl_code_ok;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return pentimento_curl_code_name_not_resolved;
    case CURLE_COULDNT_CONNECT:
    case CURLE_PROXY:
      return pentimento_curl_code_not_connected;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_CLIENTCERT:
      return pentimento_curl_code_tls_failed;
    case CURLE_OPERATION_TIMEDOUT:
      return pentimento_curl_code_timed_out;
    case CURLE_SEND_ERROR:
      return pentimento_curl_code_send_failed;
    case CURLE_RECV_ERROR:
      return is_chunk_error(exchange) ? pentimento_curl_code_bad_reply
                                      : pentimento_curl_code_receive_failed;
    case CURLE_GOT_NOTHING:
      return pentimento_curl_code_empty_reply;
    case CURLE_PARTIAL_FILE:
      return pentimento_curl_code_partial;
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_CHUNK_FAILED:
      return pentimento_curl_code_bad_reply;
    case CURLE_WRITE_ERROR:
    case CURLE_READ_ERROR:
    case CURLE_ABORTED_BY_CALLBACK:
      return pentimento_curl_code_aborted;
    case CURLE_SEND_FAIL_REWIND:
      return pentimento_curl_code_rewind;
    case CURLE_OUT_OF_MEMORY:
      return pentimento_curl_code_out_of_memory;
    default:
      return pentimento_curl_code_other;
  }
}

pentimento_curl_loop *pentimento_curl_loop_make(void) {
  return (pentimento_curl_loop *)curl_multi_init();
}

void pentimento_curl_loop_free(pentimento_curl_loop *loop) { curl_multi_cleanup(multi(loop)); }

bool pentimento_curl_loop_add(
    pentimento_curl_loop *loop, pentimento_curl_exchange *exchange, void *context) {
  exchange->context = context;
  return curl_multi_add_handle(multi(loop), exchange->easy) == CURLM_OK;
}

void pentimento_curl_loop_remove(pentimento_curl_loop *loop, pentimento_curl_exchange *exchange) {
  curl_multi_remove_handle(multi(loop), exchange->easy);
}

bool pentimento_curl_loop_perform(pentimento_curl_loop *loop) {
  int running = 0;
  return curl_multi_perform(multi(loop), &running) == CURLM_OK;
}

void *pentimento_curl_loop_next_ended(pentimento_curl_loop *loop, pentimento_curl_code *code) {
  int left = 0;
  const CURLMsg *message = curl_multi_info_read(multi(loop), &left);
  if (message == NULL) return NULL;
  pentimento_curl_exchange *exchange = NULL;
  curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&exchange);
  *code = code_of(message->data.result, exchange);
  return exchange->context;
}

bool pentimento_curl_loop_wait(pentimento_curl_loop *loop, int milliseconds) {
  return curl_multi_poll(multi(loop), NULL, 0, milliseconds, NULL) == CURLM_OK;
}

void pentimento_curl_loop_wake(pentimento_curl_loop *loop) { curl_multi_wakeup(multi(loop)); }
