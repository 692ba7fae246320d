//! Erases what SQLite leaves in the unused space of pages.
//!
//! `secure_delete` zeroes what is deleted where it lies then. But when rows move between pages to balance a tree, the
//! copy that stays behind in the unused space of the old page is not zeroed (`rebuildPage` in SQLite's btree.c), and a
//! deletion that comes later does not know of it. So the unused space of every page that was changed is zeroed here,
//! through the table `sqlite_dbpage`: as a transaction like any other, safe in a power cut and seen by every connection.
//!
//! Layout of a page: <https://www.sqlite.org/fileformat2.html#b_tree_pages>.

use std::ops::Range;

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};

use super::changed_pages::Pages;

/// Most pages of the database (137 GB of 4 KiB each). Below it the first byte of a page says whether it belongs to a
/// tree: every other page begins with the number of a page, whose first byte is smaller than the kind of any tree page.
pub(super) const DATABASE_PAGES_MAX: u32 = 0x01ff_ffff;

/// Bytes of the database's own header, which stands before that of the first page.
const FILE_HEADER_BYTES: usize = 100;
/// Bytes at the beginning of a free block that hold where the next one is, and its size.
const FREE_BLOCK_HEADER_BYTES: usize = 4;

/// Zeroes the unused space of these pages, in one transaction, where it holds anything else.
///
/// # Errors
/// When the database cannot be read or written; nothing was changed then.
pub(in crate::store) fn erase(connection: &Connection, pages: &Pages) -> Result<(), rusqlite::Error> {
    let remains = with_remains(connection, pages)?;
    if remains.is_empty() {
        return Ok(());
    }
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    for number in remains {
        let Some(mut page) = page(&transaction, number)? else { continue };
        for range in unused(&page, number) {
            page[range].fill(0);
        }
        transaction
            .prepare_cached("UPDATE sqlite_dbpage SET data = ?2 WHERE pgno = ?1")?
            .execute((number, page))?;
    }
    transaction.commit()
}

/// Which of these pages hold anything but zeros in their unused space.
///
/// # Errors
/// When the database cannot be read.
pub(super) fn with_remains(connection: &Connection, pages: &Pages) -> Result<Vec<u32>, rusqlite::Error> {
    let mut found = Vec::new();
    match pages {
        Pages::All => {
            let mut select = connection.prepare_cached("SELECT pgno, data FROM sqlite_dbpage")?;
            let mut rows = select.query([])?;
            while let Some(row) = rows.next()? {
                let number = row.get(0)?;
                if holds_remains(row.get_ref(1)?.as_blob()?, number) {
                    found.push(number);
                }
            }
        }
        Pages::These(numbers) => {
            for number in numbers {
                if page(connection, *number)?.is_some_and(|page| holds_remains(&page, *number)) {
                    found.push(*number);
                }
            }
        }
    }
    Ok(found)
}

/// The bytes of a page; none where the database has shrunk since.
fn page(connection: &Connection, number: u32) -> Result<Option<Vec<u8>>, rusqlite::Error> {
    connection
        .prepare_cached("SELECT data FROM sqlite_dbpage WHERE pgno = ?1")?
        .query_row([number], |row| row.get(0))
        .optional()
}

fn holds_remains(page: &[u8], number: u32) -> bool {
    unused(page, number).into_iter().any(|range| page[range].iter().any(|byte| *byte != 0))
}

/// Where a page of a tree holds nothing that SQLite reads: between the list of its cells and their content, and in its
/// free blocks. Nothing for a page of another kind, or one that does not look as it should.
fn unused(page: &[u8], number: u32) -> Vec<Range<usize>> {
    unused_of_tree_page(page, number).unwrap_or_default()
}

fn unused_of_tree_page(page: &[u8], number: u32) -> Option<Vec<Range<usize>>> {
    let header = if number == 1 { FILE_HEADER_BYTES } else { 0 };
    let header_bytes = match page.get(header)? {
        // Inner pages of an index and of a table: they end with the page on their right.
        2 | 5 => 12,
        // Leaves of an index and of a table.
        10 | 13 => 8,
        _ => return None,
    };
    let number_at = |at: usize| Some(usize::from(u16::from_be_bytes([*page.get(at)?, *page.get(at + 1)?])));
    let cells = number_at(header + 3)?;
    let content = number_at(header + 5)?;
    let list_end = header + header_bytes + 2 * cells;
    if list_end > content || content > page.len() {
        return None;
    }
    let mut ranges = vec![Range { start: list_end, end: content }];
    let mut block = number_at(header + 1)?;
    let mut last_end = content;
    while block != 0 {
        let end = block + number_at(block + 2)?;
        // Free blocks stand in the content, one after the other; anything else is damage, which is not ours to mend.
        if block < last_end || end < block + FREE_BLOCK_HEADER_BYTES || end > page.len() {
            return None;
        }
        ranges.push(block + FREE_BLOCK_HEADER_BYTES..end);
        last_end = end;
        block = number_at(block)?;
    }
    Some(ranges)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A leaf of a table with one cell of five bytes at its end, one free block before, and remains wherever it can
    /// hold some.
    fn leaf() -> Vec<u8> {
        let mut page = vec![b'r'; 512];
        page[..8].copy_from_slice(&[13, 1, 200, 0, 1, 1, 144, 0]);
        page[8..10].copy_from_slice(&507_u16.to_be_bytes());
        page[456..460].copy_from_slice(&[0, 0, 0, 20]);
        page
    }

    #[test]
    fn store_27_unused_space_is_between_cells_and_content_and_in_free_blocks() {
        assert_eq!(unused(&leaf(), 2), [10..400, 460..476]);
        let mut first = vec![0; FILE_HEADER_BYTES];
        first.extend([13, 0, 0, 0, 1, 1, 144, 0]);
        first.resize(512, b'r');
        assert_eq!(unused(&first, 1), [Range { start: 110, end: 400 }]);
        let mut inner = leaf();
        inner[0] = 5;
        assert_eq!(unused(&inner, 2), [14..400, 460..476]);
    }

    #[test]
    fn store_27_pages_of_another_kind_and_damaged_ones_are_left_as_they_are() {
        let changed = |at: usize, bytes: &[u8]| {
            let mut page = leaf();
            page[at..at + bytes.len()].copy_from_slice(bytes);
            page
        };
        let damaged = [
            // A page of other content, or a list of free pages, begins with the number of a page.
            changed(0, &[1]),
            changed(0, &[0]),
            // More cells than there is room for; content beyond the page.
            changed(3, &[255, 255]),
            changed(5, &[2, 1]),
            // A free block before the content, beyond the page, too small, or one that comes back to itself.
            changed(1, &[0, 100]),
            changed(458, &[0, 100]),
            changed(458, &[0, 3]),
            changed(456, &[1, 200]),
            Vec::new(),
        ];
        for page in damaged {
            assert!(unused(&page, 2).is_empty(), "{page:?}");
        }
    }

    #[test]
    fn store_27_erasing_takes_the_remains_and_keeps_the_rows() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("test.db");
        let connection = Connection::open(&database).unwrap();
        connection
            .execute_batch(
                "PRAGMA secure_delete = ON; CREATE TABLE pair (key TEXT PRIMARY KEY, value) WITHOUT ROWID",
            )
            .unwrap();
        let mut insert = connection.prepare("INSERT INTO pair VALUES (?1, ?2)").unwrap();
        // Rows that come between others move these to other pages.
        for number in (0..1000_usize).map(|number| number * 37 % 1000) {
            let word = if number % 2 == 0 { "secret" } else { "kept" };
            let value = format!("{word}{}", "-".repeat(number * 37 % 700));
            insert.execute((format!("{number:03}"), value)).unwrap();
        }
        drop(insert);
        let holds = || {
            let bytes = std::fs::read(&database).unwrap();
            bytes.windows(6).any(|window| window == b"secret")
        };
        let mut delete =
            connection.prepare("DELETE FROM pair WHERE key = ?1 AND value LIKE 'secret%'").unwrap();
        for number in (0..1000).map(|number| number * 17 % 1000) {
            delete.execute([format!("{number:03}")]).unwrap();
        }
        drop(delete);
        assert!(
            holds(),
            "SQLite erases by itself what rows that moved leave behind: this module is not needed"
        );
        erase(&connection, &Pages::All).unwrap();
        assert!(!holds());
        let kept = "SELECT count(*) FROM pair WHERE value LIKE 'kept%'";
        let rows: u32 = connection.query_row(kept, [], |row| row.get(0)).unwrap();
        assert_eq!(rows, 500);
        let verdict: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(verdict, "ok");
        assert!(with_remains(&connection, &Pages::All).unwrap().is_empty());
    }
}
