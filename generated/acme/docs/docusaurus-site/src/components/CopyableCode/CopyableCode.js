import React, {useState} from 'react';
import styles from './styles.module.css';

/** Shows a name as code, with a button that copies it. */
export default function CopyableCode({code}) {
  const [isCopied, setIsCopied] = useState(false);
  if (!code) return null;
  const copy = async () => {
    await navigator.clipboard.writeText(code);
    setIsCopied(true);
    setTimeout(() => setIsCopied(false), 1500);
  };
  return (
    <span className={styles.copyable}>
      <code>{code}</code>
      <button type="button" aria-label={`Copy ${code}`} onClick={copy}>
        {isCopied ? 'copied' : 'copy'}
      </button>
    </span>
  );
}
