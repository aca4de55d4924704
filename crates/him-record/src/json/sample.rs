/// Makes values that no other field has.
#[derive(Default)]
pub(crate) struct Sample {
    /// How many texts were made.
    texts: u32,
    /// Which variant of each choice is taken.
    pub(crate) round: usize,
}

impl Sample {
    /// A text that was not made before.
    pub(crate) fn text(&mut self) -> String {
        self.texts += 1;
        format!("Canary{:05}y", self.texts)
    }

    /// A member of a list, another one each round.
    pub(crate) fn one_of<T: Copy>(&self, all: &[T]) -> T {
        all[self.round % all.len()]
    }
}
