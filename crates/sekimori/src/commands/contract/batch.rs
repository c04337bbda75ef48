//! Many files at once, on every core.

use std::{
    num::NonZero,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

/// What `work` gives for each item, in the order of the items. Each core takes the next item as soon as it is free, so that
/// one long file does not hold up the others; a single item needs no thread.
pub(super) fn on_all_cores<I: Sync, T: Send>(items: &[I], work: impl Fn(&I) -> T + Sync) -> Vec<T> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(items.len());
    let next = AtomicUsize::new(0);
    let some = || {
        let mut out = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { return out };
            out.push((at, work(item)));
        }
    };
    if threads <= 1 {
        return some().into_iter().map(|(_, done)| done).collect();
    }
    let mut done: Vec<(usize, T)> = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(some)).collect();
        let mut done = some();
        for other in others {
            match other.join() {
                Ok(more) => done.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, done)| done).collect()
}

#[cfg(test)]
mod tests {
    use super::on_all_cores;

    #[test]
    fn results_keep_the_order_of_the_items() {
        let items: Vec<u32> = (0..500).collect();
        let squares: Vec<u32> = items.iter().map(|n| n * n).collect();
        assert_eq!(on_all_cores(&items, |n| n * n), squares);
        assert_eq!(on_all_cores(&[7], |n| n + 1), [8]);
        assert!(on_all_cores(&[] as &[u32], |n| *n).is_empty());
    }
}
