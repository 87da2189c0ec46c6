//! Only reads a CSV file into cells: `read-csv FILE` prints how many there are.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("read-csv FILE")?;
    let mut reader = csv::Reader::from_path(file)?;
    let (mut row, mut cells) = (csv::ByteRecord::new(), 0);
    while reader.read_byte_record(&mut row)? {
        cells += row.len();
    }
    println!("{cells}");
    Ok(())
}
