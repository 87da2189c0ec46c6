//! Bytes to text: UTF-8, UTF-16 or cp1252, recognised.

/// Returns the text of a file and the name of its encoding.
///
/// ```
/// assert_eq!(servanda_datasets::text::decode(b"caf\xe9").0, "café");
/// assert_eq!(servanda_datasets::text::decode("\u{feff}a".as_bytes()).0, "a");
/// ```
pub fn decode(bytes: &[u8]) -> (String, &'static str) {
    if let Some((encoding, length)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[length..]);
        return (text.into_owned(), encoding.name());
    }
    if let Ok(text) = std::str::from_utf8(bytes)
        && !text.contains('\0')
    {
        return (text.to_owned(), "UTF-8");
    }
    // UTF-16 without a mark: every second byte of plain text is zero.
    let zeros = |offset: usize| bytes.iter().skip(offset).step_by(2).filter(|b| **b == 0).count() * 3 > bytes.len();
    let encoding = match (zeros(1), zeros(0)) {
        (true, _) => encoding_rs::UTF_16LE,
        (false, true) => encoding_rs::UTF_16BE,
        (false, false) => encoding_rs::WINDOWS_1252,
    };
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    (text.into_owned(), encoding.name())
}

/// Returns what a file is that a word processor, a printer or a spreadsheet made, and that is no plain text.
///
/// ```
/// use servanda_datasets::text::other_format;
/// assert_eq!(other_format(b"%PDF-1.7"), Some("a PDF file"));
/// assert_eq!(other_format(b"agreement"), None);
/// ```
pub fn other_format(bytes: &[u8]) -> Option<&'static str> {
    const BEGIN: [(&[u8], &str); 4] = [
        (b"%PDF", "a PDF file"),
        (b"PK\x03\x04", "a document of a word processor or spreadsheet"),
        (b"\xd0\xcf\x11\xe0", "a document of an old word processor or spreadsheet"),
        (b"{\\rtf", "a rich text file"),
    ];
    BEGIN.iter().find(|(signature, _)| bytes.starts_with(signature)).map(|(_, format)| *format)
}
