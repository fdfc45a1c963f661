import java.util.ArrayList;
import java.util.List;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.curator.framework.api.transaction.CuratorTransactionResult;
import org.apache.curator.framework.api.transaction.OperationType;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.Stat;

/** Nodes of every kind, transactions and access control. */
final class CuratorNodes {
  private final Scenarios scenarios;

  CuratorNodes(Scenarios scenarios) {
    this.scenarios = scenarios;
  }

  void play() {
    scenarios.play("createModes", this::createModes);
    scenarios.play("protectedCreate", this::protectedCreate);
    scenarios.play("versions", this::versions);
    scenarios.play("transactions", this::transactions);
    scenarios.play("accessControl", this::accessControl);
  }

  private void createModes() throws Exception {
    CuratorFramework zk = scenarios.client();
    zk.create().forPath("/modes");
    List<String> made = new ArrayList<>();
    for (CreateMode mode : CreateMode.values()) {
      var create = zk.create();
      if (mode.isTTL()) {
        made.add(create.withTtl(3600000).withMode(mode).forPath("/modes/" + mode));
      } else {
        made.add(create.withMode(mode).forPath("/modes/" + mode));
      }
    }
    Scenarios.equal(
        made,
        List.of(
            "/modes/PERSISTENT", "/modes/PERSISTENT_SEQUENTIAL0000000001", "/modes/EPHEMERAL",
            "/modes/EPHEMERAL_SEQUENTIAL0000000003", "/modes/CONTAINER",
            "/modes/PERSISTENT_WITH_TTL", "/modes/PERSISTENT_SEQUENTIAL_WITH_TTL0000000006"));
    long session = zk.getZookeeperClient().getZooKeeper().getSessionId();
    Stat stat = zk.checkExists().forPath("/modes/EPHEMERAL");
    Scenarios.equal(stat.getEphemeralOwner(), session);
    Scenarios.equal(zk.checkExists().forPath("/modes/CONTAINER").getEphemeralOwner(), 0L);
    zk.create().creatingParentContainersIfNeeded().forPath("/parents/of/child", new byte[] {1});
    zk.delete().forPath("/parents/of/child");
    // Containers go when their last child has gone.
    Scenarios.eventually(() -> zk.checkExists().forPath("/parents") == null);
    zk.delete().deletingChildrenIfNeeded().forPath("/modes");
    Scenarios.equal(zk.checkExists().forPath("/modes"), null);
  }

  /** Curator finds again what it has created, should it not hear of it. */
  private void protectedCreate() throws Exception {
    CuratorFramework zk = scenarios.client();
    String made =
        zk.create()
            .creatingParentsIfNeeded()
            .withProtection()
            .withMode(CreateMode.EPHEMERAL_SEQUENTIAL)
            .forPath("/protected/n-");
    Scenarios.equal(made.endsWith("-n-0000000000"), true);
    Scenarios.equal("/protected/" + zk.getChildren().forPath("/protected").get(0), made);
    Scenarios.fails(
        KeeperException.NodeExistsException.class, () -> zk.create().forPath("/protected"));
    Scenarios.equal(zk.create().orSetData().forPath("/protected", new byte[] {1}), "/protected");
    Scenarios.equal(zk.checkExists().forPath("/protected").getVersion(), 1);
  }

  private void versions() throws Exception {
    CuratorFramework zk = scenarios.client();
    Stat created = new Stat();
    zk.create().storingStatIn(created).forPath("/versions", new byte[] {0});
    Stat changed = zk.setData().withVersion(0).forPath("/versions", new byte[] {1, 2});
    Scenarios.equal(changed.getVersion(), 1);
    Scenarios.equal(changed.getCzxid(), created.getCzxid());
    Stat read = new Stat();
    Scenarios.equal(zk.getData().storingStatIn(read).forPath("/versions").length, 2);
    Scenarios.equal(read, changed);
    Scenarios.fails(
        KeeperException.BadVersionException.class,
        () -> zk.setData().withVersion(0).forPath("/versions", new byte[0]));
    Scenarios.fails(
        KeeperException.BadVersionException.class,
        () -> zk.delete().withVersion(0).forPath("/versions"));
    zk.setData().forPath("/versions", null);
    Scenarios.equal(zk.getData().forPath("/versions"), null);
    zk.delete().guaranteed().withVersion(2).forPath("/versions");
  }

  private void transactions() throws Exception {
    CuratorFramework zk = scenarios.client();
    CuratorOp create = zk.transactionOp().create().forPath("/multi", new byte[] {1});
    CuratorOp number =
        zk.transactionOp()
            .create()
            .withMode(CreateMode.PERSISTENT_SEQUENTIAL)
            .forPath("/multi/n-");
    CuratorOp set = zk.transactionOp().setData().withVersion(0).forPath("/multi", new byte[] {2});
    CuratorOp check = zk.transactionOp().check().withVersion(1).forPath("/multi");
    CuratorOp delete = zk.transactionOp().delete().forPath("/multi/n-0000000000");
    List<CuratorTransactionResult> results =
        zk.transaction().forOperations(create, number, set, check, delete);
    List<OperationType> types = new ArrayList<>();
    results.forEach(result -> types.add(result.getType()));
    Scenarios.equal(
        types,
        List.of(
            OperationType.CREATE, OperationType.CREATE, OperationType.SET_DATA,
            OperationType.CHECK, OperationType.DELETE));
    Scenarios.equal(results.get(1).getResultPath(), "/multi/n-0000000000");
    Scenarios.equal(results.get(2).getResultStat().getVersion(), 1);
    Scenarios.fails(
        KeeperException.BadVersionException.class,
        () ->
            zk.transaction()
                .forOperations(
                    zk.transactionOp().setData().forPath("/multi", new byte[] {3}),
                    zk.transactionOp().check().withVersion(1).forPath("/multi")));
    Scenarios.equal(zk.checkExists().forPath("/multi").getVersion(), 1);
    Scenarios.equal(zk.getData().forPath("/multi")[0], (byte) 2);
  }

  private void accessControl() throws Exception {
    CuratorFramework alice = scenarios.client("alice", "secret");
    CuratorFramework bob = scenarios.client("bob", "secret");
    CuratorFramework root = scenarios.client("super", "secret");
    alice.create().withACL(ZooDefs.Ids.CREATOR_ALL_ACL).forPath("/hers", new byte[] {1});
    Scenarios.equal(alice.getData().forPath("/hers").length, 1);
    Scenarios.equal(
        alice.getACL().forPath("/hers").get(0).getId().getId(),
        // The SHA-1 of alice:secret.
        "alice:aYXlLOpEooaV1cRAvUL1fp9Qt7E=");
    for (CuratorFramework other : List.of(bob, scenarios.client())) {
      Scenarios.fails(
          KeeperException.NoAuthException.class, () -> other.getData().forPath("/hers"));
      Scenarios.fails(
          KeeperException.NoAuthException.class, () -> other.getACL().forPath("/hers"));
      Scenarios.fails(
          KeeperException.NoAuthException.class, () -> other.create().forPath("/hers/child"));
    }
    Scenarios.equal(root.getData().forPath("/hers").length, 1);
    alice.setACL().withVersion(0).withACL(ZooDefs.Ids.READ_ACL_UNSAFE).forPath("/hers");
    Scenarios.equal(bob.getData().forPath("/hers").length, 1);
    Scenarios.fails(
        KeeperException.NoAuthException.class,
        () -> alice.setData().forPath("/hers", new byte[] {2}));
  }
}
