// Scenarios with Apache's C client. Arguments: address of a proxy, address of the server. It prints
// the name of every scenario that passed.

#include "c_nodes.h"
#include "c_order.h"
#include "c_sessions.h"
#include "c_watches.h"

#define PLAY(scenario) scenario(), printf("%s\n", #scenario), fflush(stdout)

int main(int count, char **arguments) {
  if (count != 3) fail(HERE, "usage: c_scenarios PROXY SERVER");
  zoo_set_debug_level(0);
  proxy = arguments[1];
  server = arguments[2];
  PLAY(create_modes);
  PLAY(reaping);
  PLAY(versions);
  PLAY(transactions);
  PLAY(pipelining);
  PLAY(own_changes);
  PLAY(access_control);
  PLAY(watches);
  PLAY(lost_connection);
  PLAY(resumed_session);
  PLAY(expired_session);
  PLAY(over_an_orderly_restart);
  PLAY(over_a_crash);
}
