//! One function a verb: strings the stages together; progress goes through a closure.
