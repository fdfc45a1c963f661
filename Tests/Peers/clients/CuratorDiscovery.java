import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.curator.x.discovery.ServiceCache;
import org.apache.curator.x.discovery.ServiceDiscovery;
import org.apache.curator.x.discovery.ServiceDiscoveryBuilder;
import org.apache.curator.x.discovery.ServiceInstance;

/** Services that tell where they are, and find each other. */
final class CuratorDiscovery {
  private final Scenarios scenarios;

  CuratorDiscovery(Scenarios scenarios) {
    this.scenarios = scenarios;
  }

  void play() {
    scenarios.play("serviceDiscovery", this::serviceDiscovery);
  }

  private void serviceDiscovery() throws Exception {
    ServiceInstance<Void> one = instance("one", 1001);
    ServiceInstance<Void> two = instance("two", 1002);
    try (ServiceDiscovery<Void> first = discovery(one);
        ServiceDiscovery<Void> observer = discovery(null);
        ServiceCache<Void> cache = observer.serviceCacheBuilder().name("api").build()) {
      cache.start();
      Scenarios.equal(ids(observer.queryForInstances("api")), Set.of("one"));
      Scenarios.equal(observer.queryForInstance("api", "one").getPort(), 1001);
      ServiceDiscovery<Void> second = discovery(two);
      Scenarios.eventually(() -> ids(cache.getInstances()).equals(Set.of("one", "two")));
      Scenarios.equal(Set.copyOf(observer.queryForNames()), Set.of("api"));
      first.unregisterService(one);
      Scenarios.eventually(() -> ids(cache.getInstances()).equals(Set.of("two")));
      second.close();
      Scenarios.eventually(() -> cache.getInstances().isEmpty());
    }
  }

  private static ServiceInstance<Void> instance(String id, int port) throws Exception {
    return ServiceInstance.<Void>builder()
        .name("api")
        .id(id)
        .address("127.0.0.1")
        .port(port)
        .build();
  }

  private ServiceDiscovery<Void> discovery(ServiceInstance<Void> own) throws Exception {
    ServiceDiscovery<Void> discovery =
        ServiceDiscoveryBuilder.builder(Void.class)
            .client(scenarios.client())
            .basePath("/services")
            .thisInstance(own)
            .build();
    discovery.start();
    return discovery;
  }

  private static Set<String> ids(Collection<ServiceInstance<Void>> instances) {
    return instances.stream().map(ServiceInstance::getId).collect(Collectors.toSet());
  }
}
