package io.metagen.kvcache;

import com.google.protobuf.ByteString;
import io.grpc.BindableService;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.metagen.v1.GeneratorServiceGrpc;
import io.metagen.v1.KvBlock;
import io.metagen.v1.KvBlocksStored;
import io.metagen.v1.KvCacheEvent;
import io.metagen.v1.KvEventBatch;
import io.metagen.v1.SubscribeKvEventsRequest;
import io.metagen.v1.SubscribeKvEventsResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A generator on a loopback port that only has an event stream. It keeps the last few batches for
 * replay, sends a snapshot otherwise, and can lose batches, break streams and restart. Its monitor
 * guards all of it.
 */
final class FakeGenerator
    implements GeneratorServiceGrpc.AsyncService, BindableService, AutoCloseable {
  private final int keptBatches;
  private final Server server;
  private final String address;
  private final Map<ByteString, KvBlocksStored> content = new LinkedHashMap<>();
  private final List<KvEventBatch> log = new ArrayList<>();
  private final List<StreamObserver<SubscribeKvEventsResponse>> subscribers = new ArrayList<>();
  private final List<SubscribeKvEventsRequest> requests = new ArrayList<>();
  private long sequenceNumber;
  private long life = 1;

  FakeGenerator(int keptBatches) {
    this.keptBatches = keptBatches;
    try {
      server =
          Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
              .addService(this)
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    address = "127.0.0.1:" + server.getPort();
  }

  String address() {
    return address;
  }

  @Override
  public ServerServiceDefinition bindService() {
    return GeneratorServiceGrpc.bindService(this);
  }

  @Override
  public synchronized void subscribeKvEvents(
      SubscribeKvEventsRequest request, StreamObserver<SubscribeKvEventsResponse> observer) {
    requests.add(request);
    long start = request.getStartSequenceNumber();
    boolean replays =
        request.hasStartSequenceNumber()
            && start <= sequenceNumber + 1
            && start > sequenceNumber - log.size();
    if (replays) {
      log.stream()
          .filter(batch -> batch.getSequenceNumber() >= start)
          .forEach(batch -> observer.onNext(Blocks.update(batch)));
    } else {
      content.values().forEach(run -> observer.onNext(part(run)));
      observer.onNext(Blocks.update(Blocks.snapshot(sequenceNumber, true)));
    }
    subscribers.add(observer);
  }

  /** Publishes a batch to every subscriber. */
  synchronized void publish(KvCacheEvent... events) {
    KvEventBatch batch = record(events);
    subscribers.forEach(s -> s.onNext(Blocks.update(batch)));
  }

  /** Counts a batch that no subscriber gets. */
  synchronized void lose(KvCacheEvent... events) {
    record(events);
  }

  synchronized void breakStreams() {
    subscribers.forEach(s -> s.onError(Status.UNAVAILABLE.asRuntimeException()));
    subscribers.clear();
  }

  /** Begins a new life with an empty cache, numbers from 1 again. */
  synchronized void restart() {
    breakStreams();
    content.clear();
    log.clear();
    sequenceNumber = 0;
    life++;
  }

  /** Returns the subscriptions seen so far. */
  synchronized List<SubscribeKvEventsRequest> requests() {
    return List.copyOf(requests);
  }

  synchronized Set<ByteString> content() {
    return Set.copyOf(content.keySet());
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private KvEventBatch record(KvCacheEvent... events) {
    sequenceNumber++;
    KvEventBatch batch = Blocks.batch(sequenceNumber, life, events);
    for (KvCacheEvent event : events) {
      apply(event);
    }
    log.add(batch);
    if (log.size() > keptBatches) {
      log.removeFirst();
    }
    return batch;
  }

  private void apply(KvCacheEvent event) {
    switch (event.getEventCase()) {
      case STORED -> {
        ByteString parent = event.getStored().getParentBlockHash();
        Iterator<KvBlock> blocks = event.getStored().getBlocksList().iterator();
        while (blocks.hasNext()) {
          KvBlock block = blocks.next();
          content.putIfAbsent(
              block.getBlockHash(),
              KvBlocksStored.newBuilder().setParentBlockHash(parent).addBlocks(block).build());
          parent = block.getBlockHash();
        }
      }
      case REMOVED -> event.getRemoved().getBlockHashesList().forEach(content::remove);
      case CLEARED -> content.clear();
      case EVENT_NOT_SET -> throw new AssertionError("a test published an empty event");
    }
  }

  private SubscribeKvEventsResponse part(KvBlocksStored run) {
    return Blocks.update(Blocks.snapshot(sequenceNumber, false, run));
  }
}
