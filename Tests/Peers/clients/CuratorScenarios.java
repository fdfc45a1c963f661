/** Scenarios with Apache Curator. Arguments: address of a proxy, address of the server. */
final class CuratorScenarios {
  private CuratorScenarios() {}

  public static void main(String[] arguments) {
    Scenarios scenarios = new Scenarios(arguments[0], arguments[1]);
    new CuratorNodes(scenarios).play();
    new CuratorRecipes(scenarios).play();
    new CuratorCaches(scenarios).play();
    new CuratorDiscovery(scenarios).play();
    new CuratorSessions(scenarios).play();
    // Curator's threads would go on.
    System.exit(0);
  }
}
