// Counts, in the page that is measured, what a reader would see: frames, and when the text grew.
(() => {
  const probe = {
    // [time, time since the frame before], both in ms.
    frames: [],
    // When a frame with more text had been drawn, in ms.
    updates: [],
    // [number of the newest mark that is shown, when it was drawn, in ms since 1970].
    marks: [],
    // [time, duration] in ms.
    longTasks: [],
    shift: 0,
    // When the awaited message had been drawn, in ms.
    readable: 0,
  };
  window.probe = probe;
  probe.clear = () => {
    probe.frames = [];
    probe.updates = [];
    probe.marks = [];
    probe.longTasks = [];
    probe.shift = 0;
  };
  new PerformanceObserver(list => {
    for (const task of list.getEntries()) {
      probe.longTasks.push([task.startTime, task.duration]);
    }
  }).observe({type: 'longtask', buffered: true});
  new PerformanceObserver(list => {
    for (const shift of list.getEntries()) {
      if (!shift.hadRecentInput) {
        probe.shift += shift.value;
      }
    }
  }).observe({type: 'layout-shift', buffered: true});

  // A message handed over in a frame is taken when the frame has been drawn.
  const drawn = new MessageChannel();
  let last = 0;
  let changed = false;
  let newest = 0;
  let told = 0;
  let awaited = '';
  const frame = time => {
    if (last) {
      probe.frames.push([time, time - last]);
    }
    last = time;
    drawn.port2.postMessage(seesAwaited());
    requestAnimationFrame(frame);
  };
  const seesAwaited = () => {
    const box = awaited && document.querySelector(awaited);
    if (!box) {
      return false;
    }
    const place = box.getBoundingClientRect();
    return place.height > 0 && place.top < innerHeight && place.bottom > 0;
  };
  drawn.port1.onmessage = event => {
    const now = performance.now();
    if (changed) {
      changed = false;
      probe.updates.push(now);
    }
    if (newest > told) {
      told = newest;
      probe.marks.push([newest, performance.timeOrigin + now]);
    }
    if (event.data && !probe.readable) {
      probe.readable = now;
    }
  };
  requestAnimationFrame(frame);

  probe.await = selector => {
    probe.readable = 0;
    awaited = selector;
  };

  const read = text => {
    for (const mark of text.slice(-300).matchAll(/\bn(\d+)/g)) {
      newest = Math.max(newest, Number(mark[1]));
    }
  };
  probe.watch = () => {
    newest = told = 0;
    new MutationObserver(records => {
      for (const record of records) {
        if (record.type === 'characterData') {
          changed = true;
          read(record.target.data);
        }
        for (const node of record.addedNodes) {
          const text = node.textContent;
          if (text) {
            changed = true;
            read(text);
          }
        }
      }
    }).observe(document.querySelector('.flow'), {
      childList: true, characterData: true, subtree: true,
    });
  };
})();
