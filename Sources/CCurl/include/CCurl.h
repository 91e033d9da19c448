// HTTP by libcurl, one exchange at a time: a named function for each option, so that option and type of the
// value cannot disagree. No curl type appears here.
//
// Threads: every function but `pentimento_curl_loop_wake` belongs to the one thread that runs the loop.

#ifndef CCURL_H
#define CCURL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// How an exchange or a call ended.
typedef enum __attribute__((enum_extensibility(closed))) pentimento_curl_code : int32_t {
  pentimento_curl_code_ok = 0,
  pentimento_curl_code_name_not_resolved = 1,
  pentimento_curl_code_not_connected = 2,
  pentimento_curl_code_tls_failed = 3,
  pentimento_curl_code_timed_out = 4,
  pentimento_curl_code_send_failed = 5,
  pentimento_curl_code_receive_failed = 6,
  pentimento_curl_code_empty_reply = 7,
  pentimento_curl_code_partial = 8,
  /// What came breaks HTTP's rules.
  pentimento_curl_code_bad_reply = 9,
  /// A callback asked to end.
  pentimento_curl_code_aborted = 10,
  /// libcurl wanted to send the body a second time.
  pentimento_curl_code_rewind = 11,
  pentimento_curl_code_out_of_memory = 12,
  /// Anything else: an option that this libcurl does not take, a mistake in the caller.
  pentimento_curl_code_other = 13,
} pentimento_curl_code;

/// What libcurl asks and tells; called on the loop's thread, inside libcurl's frames. None may call back into
/// a loop or exchange, wait or throw.
typedef struct pentimento_curl_callbacks {
  /// Whether to speak to an address of 4 or 16 bytes, in network order: asked before a socket is opened, and
  /// again before the request is sent, because the connection may be one that was kept.
  bool (*may_reach)(void *context, const uint8_t *address, size_t count);
  /// The connection stands and nothing of the request has been sent.
  void (*connected)(void *context);
  /// Puts up to `count` bytes of the body into the buffer; returns how many, or -1 to end the exchange.
  ptrdiff_t (*read)(void *context, uint8_t *buffer, size_t count);
  /// Takes one line of a head or trailer with its end; false ends the exchange.
  bool (*head_line)(void *context, const uint8_t *bytes, size_t count);
  /// Takes bytes of the body; false ends the exchange.
  bool (*body)(void *context, const uint8_t *bytes, size_t count);
  /// Bytes of the body that the system has taken so far.
  void (*sent)(void *context, int64_t count);
} pentimento_curl_callbacks;

typedef struct pentimento_curl_loop pentimento_curl_loop;
typedef struct pentimento_curl_exchange pentimento_curl_exchange;

/// Starts libcurl once in the process; `SSLKEYLOGFILE` is taken from the environment before, because
/// OpenSSL's secrets would be written there. Any thread may call it.
bool pentimento_curl_start(void);

// The loop.

/// Returns NULL without memory or descriptors.
pentimento_curl_loop *_Nullable pentimento_curl_loop_make(void);

/// Closes the kept connections; no exchange may be in it.
void pentimento_curl_loop_free(pentimento_curl_loop *loop);

/// The callbacks get the context, which must stay until the exchange is removed.
bool pentimento_curl_loop_add(
    pentimento_curl_loop *loop, pentimento_curl_exchange *exchange, void *context);

/// Ends the exchange, whatever its state; its callbacks are not called any more.
void pentimento_curl_loop_remove(pentimento_curl_loop *loop, pentimento_curl_exchange *exchange);

/// Does what can be done without waiting.
bool pentimento_curl_loop_perform(pentimento_curl_loop *loop);

/// The context of an exchange that has ended, each once, or NULL.
void *_Nullable pentimento_curl_loop_next_ended(
    pentimento_curl_loop *loop, pentimento_curl_code *code);

/// Waits until something can be done, `pentimento_curl_loop_wake` is called or the time is over.
bool pentimento_curl_loop_wait(pentimento_curl_loop *loop, int milliseconds);

/// Ends a wait under way or the next one. Any thread may call it.
void pentimento_curl_loop_wake(pentimento_curl_loop *loop);

// One exchange. Defaults of each: HTTP/1.1, no redirects, no netrc, no cookies, no proxy from the
// environment, no compression, TLS 1.2 or later with full verification, no signals, no `Expect:`.

/// Returns NULL without memory, or if libcurl lacks an option.
pentimento_curl_exchange *_Nullable pentimento_curl_exchange_make(
    const pentimento_curl_callbacks *callbacks);

/// Overwrites the header lines; the exchange may be in no loop.
void pentimento_curl_exchange_free(pentimento_curl_exchange *exchange);

/// The address, and the only protocol that is allowed for it, `https` or `http`.
bool pentimento_curl_set_address(
    pentimento_curl_exchange *exchange, const char *address, const char *protocol);

bool pentimento_curl_set_get(pentimento_curl_exchange *exchange);
bool pentimento_curl_set_delete(pentimento_curl_exchange *exchange);

/// A POST with a body of exactly so many bytes, which `read` gives.
bool pentimento_curl_set_post(pentimento_curl_exchange *exchange, int64_t byte_count);

/// A header line, `Name: value`; the text is copied.
bool pentimento_curl_add_header(pentimento_curl_exchange *exchange, const char *line);

/// Takes no connection that was open before, and keeps none.
bool pentimento_curl_set_own_connection(pentimento_curl_exchange *exchange);

bool pentimento_curl_set_connect_timeout(pentimento_curl_exchange *exchange, long milliseconds);
bool pentimento_curl_set_total_timeout(pentimento_curl_exchange *exchange, long milliseconds);

/// The address of a proxy.
bool pentimento_curl_set_proxy(pentimento_curl_exchange *exchange, const char *address);

/// A file of certificates to trust instead of the system's.
bool pentimento_curl_set_authorities(pentimento_curl_exchange *exchange, const char *path);

/// Microseconds from the start until the connection stood, 0 if it never did.
int64_t pentimento_curl_connect_time(const pentimento_curl_exchange *exchange);

/// Microseconds of the whole exchange.
int64_t pentimento_curl_total_time(const pentimento_curl_exchange *exchange);

/// Bytes of the body that the system has taken.
int64_t pentimento_curl_sent_count(const pentimento_curl_exchange *exchange);

/// What libcurl said about the failure, empty if nothing; valid as long as the exchange.
const char *pentimento_curl_message(const pentimento_curl_exchange *exchange);

#pragma clang assume_nonnull end

#endif
