#define _GNU_SOURCE

#include "CEditLine.h"

#include <histedit.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static EditLine *editor;
static History *lines;
static const char *shown_prompt = "";
static bool interrupted;
static char *text;

static char *prompt(EditLine *unused) {
  (void)unused;
  return (char *)shown_prompt;
}

// Ctrl-C at the prompt gives up the line, and nothing else.
static unsigned char interrupt(EditLine *unused, int key) {
  (void)unused;
  (void)key;
  interrupted = true;
  fputs("^C\n", stdout);
  return CC_EOF;
}

// Ctrl-Z gives the terminal back until the shell that started us continues us. The signal goes to
// this very thread, so that it goes on only then; threads of Swift's tasks block signals.
static unsigned char suspend(EditLine *editing, int key) {
  (void)key;
  sigset_t stops, before;
  sigemptyset(&stops);
  sigaddset(&stops, SIGTSTP);
  el_set(editing, EL_PREP_TERM, 0);
  pthread_sigmask(SIG_UNBLOCK, &stops, &before);
  raise(SIGTSTP);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  el_set(editing, EL_PREP_TERM, 1);
  return CC_REDISPLAY;
}

// In both modes of vi, where there are two.
static void bind_key(const char *key, const char *function) {
  el_set(editor, EL_BIND, key, function, NULL);
  el_set(editor, EL_BIND, "-a", key, function, NULL);
}

bool line_editor_open(const char *program, int history_lines_max) {
  // Without a locale of the user's, typed text is UTF-8 all the same: so are ZooKeeper's names.
  if (!setlocale(LC_CTYPE, "") || MB_CUR_MAX == 1) setlocale(LC_CTYPE, "C.UTF-8");
  editor = el_init(program, stdin, stdout, stderr);
  if (!editor) return false;
  lines = history_init();
  if (lines) {
    HistEvent event;
    history(lines, &event, H_SETSIZE, history_lines_max);
    history(lines, &event, H_SETUNIQUE, 1);
    el_set(editor, EL_HIST, history, lines);
  }
  el_set(editor, EL_PROMPT, prompt);
  el_set(editor, EL_EDITOR, "emacs");
  el_set(editor, EL_BIND, "^R", "em-inc-search-prev", NULL);
  // What people prefer who have said so, such as the keys of vi.
  el_source(editor, NULL);
  el_set(editor, EL_ADDFN, "shell-interrupt", "give up the line", interrupt);
  bind_key("^C", "shell-interrupt");
  el_set(editor, EL_ADDFN, "shell-suspend", "stop until the shell continues us", suspend);
  bind_key("^Z", "shell-suspend");
  // While a line is edited, Ctrl-C and Ctrl-Z are keys and no signals.
  el_set(editor, EL_SETTY, "-d", "-isig", NULL);
  return true;
}

int line_editor_read(const char *prompt_text) {
  shown_prompt = prompt_text;
  interrupted = false;
  // libedit would hear of another size by a signal, which may come to any thread.
  el_resize(editor);
  int length = 0;
  const char *line = el_gets(editor, &length);
  free(text);
  text = line && length > 0 ? strndup(line, (size_t)length) : NULL;
  if (interrupted) return LINE_EDITOR_INTERRUPTED;
  // A signal from elsewhere cuts the line off as Ctrl-C does; only at the end is there nothing.
  if (!text) return length < 0 ? LINE_EDITOR_INTERRUPTED : LINE_EDITOR_END;
  text[strcspn(text, "\r\n")] = '\0';
  return LINE_EDITOR_LINE;
}

const char *line_editor_text(void) { return text ? text : ""; }

void line_editor_remember(const char *line) {
  HistEvent event;
  if (lines) history(lines, &event, H_ENTER, line);
}

void line_editor_close(void) {
  if (editor) el_end(editor);
  if (lines) history_end(lines);
  free(text);
  editor = NULL;
  lines = NULL;
  text = NULL;
}
