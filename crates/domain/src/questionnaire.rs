//! Questionnaires 質問票 that are sent to contractors: where they stand.

codes! {
    /// Where a questionnaire stands.
    pub enum QuestionnaireState ("質問票の状態", "State of a questionnaire") {
        /// Sent, and nobody has looked at it.
        Sent = "sent" ("送信済み", "Sent"),
        /// The contractor has opened it.
        Opened = "opened" ("開封済み", "Opened"),
        /// Something is answered.
        Begun = "begun" ("回答中", "Begun"),
        /// Handed in.
        Submitted = "submitted" ("提出済み", "Submitted"),
        /// Sent back with questions.
        Returned = "returned" ("差し戻し", "Sent back"),
        /// Accepted by the client.
        Accepted = "accepted" ("受領済み", "Accepted"),
        /// Taken back by the client.
        Withdrawn = "withdrawn" ("取り下げ", "Withdrawn"),
    }
}

impl QuestionnaireState {
    /// The contractor may still change answers.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Sent | Self::Opened | Self::Begun | Self::Returned)
    }
}

codes! {
    /// How an answer came in.
    pub enum AnswerSource ("回答の経路", "Way of an answer") {
        /// Typed on the page behind the link.
        Page = "page" ("画面", "Page"),
        /// Read from the Excel file.
        Excel = "excel" ("Excel", "Excel"),
        /// Taken from the answer book.
        Book = "book" ("回答帳", "Answer book"),
        /// Taken over from last time.
        Last = "last" ("前回の回答", "Last time"),
    }
}
