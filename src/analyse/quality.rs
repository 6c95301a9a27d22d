//! Data quality: counted tests of what a service sent, over the six characteristics.

use crate::catalogue::Characteristic;

/// Tests passed of tests counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QualityTests {
    /// How many were passed.
    pub passed: u32,
    /// How many were counted.
    pub counted: u32,
}

/// The tests of each characteristic, in the order of [`Characteristic::ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Quality {
    /// By characteristic.
    pub tests: [QualityTests; 6],
}

impl QualityTests {
    /// `None` where nothing was tested.
    pub fn share(self) -> Option<f64> {
        (self.counted > 0).then(|| f64::from(self.passed) / f64::from(self.counted))
    }

    pub(super) fn count(&mut self, passed: bool) {
        self.counted += 1;
        self.passed += u32::from(passed);
    }

    pub(super) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.counted += other.counted;
    }
}

impl Quality {
    /// The tests of one characteristic.
    pub fn of(&self, characteristic: Characteristic) -> QualityTests {
        self.tests[characteristic as usize]
    }

    /// All tests together.
    pub fn all(&self) -> QualityTests {
        let mut all = QualityTests::default();
        self.tests.iter().for_each(|t| all.add(*t));
        all
    }
}
