/*
 * The time of day: in local or UTC form, which may end up in an output, and the bare clock.
 */
#define _GNU_SOURCE
#include <sys/time.h>
#include <time.h>

#include "kernel.h"
#include "observer.h"

enum { NEAR_SECONDS = 2 * 24 * 60 * 60 };

size_t __strftime_l(char *text, size_t size, const char *format, const struct tm *time,
                    locale_t locale);

static bool is_near(int64_t then) {
  const int64_t difference = then - kernel_seconds();
  return difference >= -NEAR_SECONDS && difference <= NEAR_SECONDS;
}

/* Local and UTC time differ by less than a day, so it does not matter which this is, but for the
 * edge. */
static int64_t seconds_of(const struct tm *time) {
  const int64_t year = time->tm_year + INT64_C(1900) - (time->tm_mon < 2);
  const int64_t era_day = (153 * ((time->tm_mon + 10) % 12) + 2) / 5 + time->tm_mday - 1;
  const int64_t days = year * 365 + year / 4 - year / 100 + year / 400 + era_day - INT64_C(719468);
  return days * 86400 + time->tm_hour * INT64_C(3600) + time->tm_min * INT64_C(60) + time->tm_sec;
}

/* libc reads TZ before it answers in local time. */
static void note_time(const char *function, bool local, bool near) {
  note_asker(KIND_TIME, near ? TIME_NEAR : 0, function);
  if (local) NOTE_NAME(KIND_ENV, "TZ");
}

#define NOTE_TIME(function, local, near) \
  if (wants(KIND_TIME)) note_time(#function, (local), (near))

#define BROKEN_DOWN(name, local)                                    \
  EXPORT struct tm *name(const time_t *time) {                      \
    struct tm *answer = NEXT(name)(time);                           \
    NOTE_TIME(name, local, is_near(*time));                         \
    return answer;                                                  \
  }                                                                 \
  EXPORT struct tm *name##_r(const time_t *time, struct tm *room) { \
    struct tm *answer = NEXT(name##_r)(time, room);                 \
    NOTE_TIME(name##_r, local, is_near(*time));                     \
    return answer;                                                  \
  }

BROKEN_DOWN(localtime, true)
BROKEN_DOWN(gmtime, false)

EXPORT char *ctime(const time_t *time) {
  char *answer = NEXT(ctime)(time);
  NOTE_TIME(ctime, true, is_near(*time));
  return answer;
}

EXPORT char *ctime_r(const time_t *time, char *room) {
  char *answer = NEXT(ctime_r)(time, room);
  NOTE_TIME(ctime_r, true, is_near(*time));
  return answer;
}

EXPORT size_t strftime(char *text, size_t size, const char *format, const struct tm *time) {
  const size_t answer = NEXT(strftime)(text, size, format, time);
  NOTE_TIME(strftime, true, is_near(seconds_of(time)));
  return answer;
}

#define STRFTIME_L(name)                                                                 \
  EXPORT size_t name(char *text, size_t size, const char *format, const struct tm *time, \
                     locale_t locale) {                                                  \
    const size_t answer = NEXT(name)(text, size, format, time, locale);                  \
    NOTE_TIME(name, true, is_near(seconds_of(time)));                                    \
    return answer;                                                                       \
  }

STRFTIME_L(strftime_l)
STRFTIME_L(__strftime_l)

EXPORT time_t mktime(struct tm *time) {
  const time_t answer = NEXT(mktime)(time);
  NOTE_TIME(mktime, true, is_near(answer));
  return answer;
}

EXPORT time_t time(time_t *room) {
  const time_t answer = NEXT(time)(room);
  NOTE_ASKER(KIND_CLOCK, "time");
  return answer;
}

EXPORT int gettimeofday(struct timeval *now, void *zone) {
  const int answer = NEXT(gettimeofday)(now, zone);
  NOTE_ASKER(KIND_CLOCK, "gettimeofday");
  return answer;
}

static bool is_wall(clockid_t clock) {
  return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE ||
         clock == CLOCK_REALTIME_ALARM || clock == CLOCK_TAI;
}

EXPORT int clock_gettime(clockid_t clock, struct timespec *now) {
  const int answer = NEXT(clock_gettime)(clock, now);
  if (is_wall(clock)) NOTE_ASKER(KIND_CLOCK, "clock_gettime");
  return answer;
}

EXPORT int timespec_get(struct timespec *now, int base) {
  const int answer = NEXT(timespec_get)(now, base);
  NOTE_ASKER(KIND_CLOCK, "timespec_get");
  return answer;
}
