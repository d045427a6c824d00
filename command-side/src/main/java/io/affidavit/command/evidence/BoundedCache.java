package io.affidavit.command.evidence;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.axonframework.common.Registration;
import org.axonframework.common.caching.Cache;
import org.jspecify.annotations.Nullable;

/// Aggregates in memory, held strongly, the longest unused going first when there are too many.
final class BoundedCache implements Cache {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Object, Object> entries;

    BoundedCache(int max) {
        this.entries =
                new LinkedHashMap<>(16, 0.75f, true) {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<Object, Object> eldest) {
                        return size() > max;
                    }
                };
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"}) // Axon's signature
    public <K, V> @Nullable V get(K key) {
        lock.lock();
        try {
            return (V) entries.get(key);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void put(Object key, Object value) {
        lock.lock();
        try {
            entries.put(key, value);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean putIfAbsent(Object key, Object value) {
        lock.lock();
        try {
            return entries.putIfAbsent(key, value) == null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean remove(Object key) {
        lock.lock();
        try {
            return entries.remove(key) != null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void removeAll() {
        lock.lock();
        try {
            entries.clear();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean containsKey(Object key) {
        lock.lock();
        try {
            return entries.containsKey(key);
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return entries.size();
        } finally {
            lock.unlock();
        }
    }

    /// Nobody listens: the repository is the only user.
    @Override
    public Registration registerCacheEntryListener(EntryListener cacheEntryListener) {
        throw new UnsupportedOperationException("cache listeners are not used");
    }
}
