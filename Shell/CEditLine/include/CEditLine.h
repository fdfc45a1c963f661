#pragma once

#include <stdbool.h>

// The one terminal of a process, edited with libedit. libedit's own calls take variable arguments
// and callbacks with state, which Swift cannot pass; these are the few that a shell needs.

// How a line that was being typed ended. Swift sees these as numbers, so they have fixed values.
enum { LINE_EDITOR_LINE = 0, LINE_EDITOR_INTERRUPTED = 1, LINE_EDITOR_END = 2 };

// Takes over standard input and output. False if they cannot be edited.
bool line_editor_open(const char *program, int history_lines_max);

// Waits for a line and returns how it ended. Only one thread may ever wait.
int line_editor_read(const char *prompt);

// The line that was read last, without its end. It stays until the next is read.
const char *line_editor_text(void);

// Puts a line where the arrow keys find it.
void line_editor_remember(const char *line);

// Gives the terminal back.
void line_editor_close(void);
