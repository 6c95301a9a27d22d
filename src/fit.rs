//! From one kind of number to another, by name: what does not fit is held at the nearest end and never wraps.

/// A number that another kind of number may not be able to hold.
pub trait Fit<T> {
    /// The same number, or the nearest that `T` can hold; a part behind the point is cut off, no number is 0.
    fn held(self) -> T;
}

macro_rules! whole {
    ($($from:ty => $($to:ty)+;)+) => {
        $($(impl Fit<$to> for $from {
            #[inline]
            fn held(self) -> $to {
                // What has no sign is never below 0, so its nearest end is the upper one.
                let end = if self > 0 { <$to>::MAX } else { <$to>::MIN };
                <$to>::try_from(self).unwrap_or(end)
            }
        })+)+
    };
}

whole! {
    usize => u8 u16 u32 i32 i64;
    u64 => u16 u32 usize i64;
    u32 => u16 i32;
    i16 => u8;
    i32 => i8 u8 i16 u16 u32 usize;
    i64 => i32 u64 usize;
}

macro_rules! fractions {
    ($($to:ty)+) => {
        $(impl Fit<$to> for f64 {
            #[inline]
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "the language holds a fraction at the nearest end"
            )]
            fn held(self) -> $to {
                self as $to
            }
        })+
    };
}

fractions! { u8 u16 u32 u64 usize i32 i64 }

/// The nearest number of another kind.
#[inline]
pub fn fit<T>(number: impl Fit<T>) -> T {
    number.held()
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn held_at_the_nearest_end() {
        assert_eq!((fit::<u8>(255_usize), fit::<u8>(256_usize), fit::<u16>(70_000_u32)), (255, 255, u16::MAX));
        assert_eq!((fit::<u32>(-1_i32), fit::<i8>(-200_i32), fit::<i32>(usize::MAX)), (0, i8::MIN, i32::MAX));
        assert_eq!((fit::<u64>(-0.5_f64), fit::<i32>(-2.9_f64), fit::<u8>(f64::NAN)), (0, -2, 0));
    }
}
